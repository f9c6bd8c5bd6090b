"""Drawings of the thermocycler; the lettering comes from the text, so that both languages share them."""

from __future__ import annotations

from typeset.figures.pen import Pen


def overview(pen: Pen, labels: tuple[str, ...]) -> None:
    """The machine with its lid open, from the side and front."""
    pen.box((40, 30), (180, 70), filled=True, round_=6)
    pen.shape((150, 100), (215, 100), (245, 178), (190, 178))
    pen.box((55, 96), (85, 12))
    for x in range(60, 138, 10):
        pen.circle((x, 102), 3)
    pen.box((60, 50), (80, 36), round_=3)
    pen.circle((195, 62), 9)
    pen.box((165, 40), (14, 8))
    targets = ((215, 150), (95, 104), (100, 68), (195, 62), (172, 44), (213, 102))
    places = ((150, 165), (70, 150), (18, 68), (245, 62), (172, 12), (265, 118))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (285, 170))


def profile(pen: Pen, labels: tuple[str, ...]) -> None:
    """Temperature against time over two cycles."""
    pen.line((50, 185), (50, 30), (400, 30))
    level = {4: 38, 55: 95, 72: 125, 95: 165}
    for value, y in level.items():
        pen.text((45, y - 3), f"{value} °C", align="right", size=7)
        pen.line((50, y), (400, y), dashed=True, width=0.3)
    hot, warm, middle, cold = level[95], level[72], level[55], level[4]
    xs = (60, 85, 110, 125, 140, 155, 170, 195, 210, 225, 245, 260, 275, 290, 305, 330, 350, 390)
    ys = (60, hot, hot, hot, middle, middle, warm, warm, hot, hot, middle, middle, warm, warm, warm, warm, cold, cold)
    pen.line(*zip(xs, ys, strict=True), width=1.6)
    for at, label in zip(((105, 172), (147, 82), (183, 132), (235, 172), (370, 46)), labels, strict=False):
        pen.text(at, label, align="centre", size=7)
    pen.text((225, 12), labels[5], align="centre")


def section(pen: Pen, labels: tuple[str, ...]) -> None:
    """The block in section: lid, tube, block, Peltier elements, heat sink, fan."""
    pen.box((60, 158), (170, 18), filled=True)
    for x in (80, 120, 160, 200):
        pen.shape((x - 11, 150), (x + 11, 150), (x + 4, 118), (x - 4, 118))
    pen.box((60, 106), (170, 26))
    pen.box((60, 94), (170, 10), filled=True)
    pen.box((60, 64), (170, 26))
    for x in range(72, 230, 12):
        pen.line((x, 64), (x, 84), width=0.8)
    pen.circle((145, 38), 18, filled=True)
    pen.line((127, 38), (163, 38))
    pen.line((145, 20), (145, 56))
    targets = ((225, 167), (205, 140), (228, 118), (228, 99), (228, 76), (160, 38))
    places = ((265, 178), (265, 153), (265, 128), (265, 103), (265, 78), (265, 38))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    for label, (_, at) in zip(labels, zip(targets, places, strict=True), strict=False):
        pen.text((at[0] + 13, at[1] - 3), label)


def rear(pen: Pen, labels: tuple[str, ...]) -> None:
    """The rear panel."""
    pen.box((30, 50), (230, 110), filled=True, round_=6)
    pen.box((50, 70), (40, 30))
    pen.box((54, 110), (30, 16))
    pen.box((110, 74), (22, 18))
    pen.box((145, 74), (26, 20))
    for y in range(80, 145, 8):
        pen.line((190, y), (245, y), width=0.8)
    pen.circle((120, 125), 6)
    targets = ((70, 85), (69, 118), (121, 83), (158, 84), (217, 112), (120, 125))
    places = ((70, 28), (69, 182), (121, 28), (158, 28), (217, 182), (120, 182))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (285, 150))


DRAWINGS = {"the_overview": overview, "the_profile": profile, "the_section": section, "the_rear": rear}
