"""Drawings of the centrifuge."""

from __future__ import annotations

import math

from typeset.figures.pen import Pen


def overview(pen: Pen, labels: tuple[str, ...]) -> None:
    """The machine from the front, with numbered parts."""
    pen.box((40, 30), (190, 100), filled=True, round_=6)
    pen.shape((40, 130), (60, 170), (210, 170), (230, 130))
    pen.circle((135, 148), 12)
    pen.box((60, 75), (80, 40), round_=3)
    pen.box((66, 88), (50, 22))
    pen.circle((128, 99), 6)
    pen.box((175, 84), (32, 14))
    for x in (55, 200):
        pen.box((x, 22), (20, 8))
    for y in (42, 48, 54):
        pen.line((60, y), (140, y), width=0.6)
    pen.circle((210, 48), 4)
    targets = ((90, 165), (135, 148), (90, 100), (128, 99), (191, 91), (100, 48), (210, 48))
    places = ((75, 188), (150, 188), (16, 100), (16, 70), (252, 91), (16, 40), (252, 48))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (275, 170))


def panel(pen: Pen, labels: tuple[str, ...]) -> None:
    """The control panel: display and keys."""
    pen.box((20, 60), (240, 110), filled=True, round_=8)
    pen.box((35, 95), (150, 60))
    for x, value in ((42, "4200"), (92, "15:00"), (146, "+4 °C")):
        pen.text((x, 122), value, size=11)
    for x, unit in ((42, "rpm"), (92, "min:s"), (146, "T")):
        pen.text((x, 106), unit)
    pen.circle((222, 125), 20)
    for x, name in ((35, "START"), (85, "STOP"), (135, "PULSE"), (185, "OPEN")):
        pen.box((x, 70), (42, 16), round_=3)
        pen.text((x + 21, 75), name, align="centre", size=6.5)
    targets = ((100, 150), (222, 140), (56, 70), (106, 70), (156, 70), (206, 70))
    places = ((100, 188), (222, 188), (56, 42), (106, 42), (156, 42), (206, 42))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (280, 165))


def loading(pen: Pen, labels: tuple[str, ...]) -> None:
    """Swing-out rotor seen from above: right and wrong ways to load it."""
    for centre, filled in ((100, (0, 2)), (320, (0, 1))):
        pen.circle((centre, 110), 68)
        for bucket in range(4):
            angle = math.pi / 2 * bucket + math.pi / 4
            x, y = centre + 44 * math.cos(angle), 110 + 44 * math.sin(angle)
            pen.box((x - 15, y - 15), (30, 30), filled=bucket in filled, round_=3)
            pen.text((x, y - 3), str(bucket + 1), align="centre")
        pen.circle((centre, 110), 9)
    pen.text((100, 24), labels[0], align="centre")
    pen.text((320, 24), labels[1], align="centre")
    pen.line((262, 52), (378, 168), width=1.6)
    pen.line((262, 168), (378, 52), width=1.6)


def cooling(pen: Pen, labels: tuple[str, ...]) -> None:
    """The refrigerating circuit."""
    for at, label in zip(((20, 120), (170, 150), (310, 120), (170, 30)), labels, strict=False):
        pen.box(at, (100, 34), filled=True, round_=4)
        pen.text((at[0] + 50, at[1] + 14), label, align="centre")
    pen.arrow((100, 154), (168, 168))
    pen.arrow((270, 168), (330, 154))
    pen.arrow((360, 118), (272, 48))
    pen.arrow((168, 48), (70, 118))
    for at, label in zip(((56, 172), (320, 170), (330, 76), (74, 62)), labels[4:], strict=False):
        pen.text(at, label, size=6.8)


DRAWINGS = {"cen_overview": overview, "cen_panel": panel, "cen_loading": loading, "cen_cooling": cooling}
