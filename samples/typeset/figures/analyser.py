"""Drawings of the haematology analyser."""

from __future__ import annotations

import math

from typeset.figures.pen import Pen


def overview(pen: Pen, labels: tuple[str, ...]) -> None:
    """The instrument from the front, with numbered parts."""
    pen.box((40, 25), (170, 150), filled=True, round_=8)
    pen.box((60, 100), (90, 60), round_=3)
    pen.box((168, 40), (30, 60))
    pen.circle((183, 118), 7)
    pen.box((55, 40), (60, 40))
    pen.line((85, 40), (85, 80))
    pen.circle((140, 60), 9)
    pen.line((140, 51), (140, 34), width=2)
    targets = ((105, 150), (183, 118), (183, 60), (140, 42), (70, 60), (40, 120))
    places = ((105, 190), (232, 118), (232, 60), (140, 12), (16, 60), (16, 130))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (260, 165))


def fluidics(pen: Pen, labels: tuple[str, ...]) -> None:
    """Reagents, chambers, pumps and waste."""
    places = ((10, 150), (10, 100), (10, 50), (160, 140), (160, 80), (160, 20), (310, 80))
    for at, label in zip(places, labels, strict=False):
        pen.box(at, (100, 32), filled=at[0] == 160, round_=4)
        pen.text((at[0] + 50, at[1] + 13), label, align="centre", size=7)
    for start, end in (
        ((110, 166), (158, 160)), ((110, 116), (158, 98)), ((110, 66), (158, 38)),
        ((260, 156), (308, 104)), ((260, 96), (308, 96)), ((260, 36), (308, 88)),
    ):  # fmt: skip
        pen.arrow(start, end)
    pen.circle((134, 163), 7)
    pen.text((134, 160), "P1", align="centre", size=6)
    pen.circle((134, 107), 7)
    pen.text((134, 104), "P2", align="centre", size=6)
    pen.circle((285, 127), 7)
    pen.text((285, 124), "P4", align="centre", size=6)


def histogram(pen: Pen, labels: tuple[str, ...]) -> None:
    """White cell histogram with its three regions."""
    pen.line((50, 180), (50, 40), (390, 40))
    points = []
    for step in range(171):
        x = step * 2
        y = 95 * math.exp(-(((x - 75) / 26) ** 2)) + 22 * math.exp(-(((x - 150) / 20) ** 2))
        y += 110 * math.exp(-(((x - 245) / 42) ** 2))
        points.append((50 + x, 40 + y))
    pen.line(*points, width=1.4)
    for x in (172, 228):
        pen.line((x, 40), (x, 175), dashed=True, width=0.7)
    for x, label in zip((125, 200, 295), labels, strict=False):
        pen.text((x, 165), label, align="centre")
    for x, label in ((50, "35"), (172, "90"), (228, "160"), (380, "450 fL")):
        pen.text((x, 28), label, align="centre")
    pen.text((220, 10), labels[3], align="centre")


def clot(pen: Pen, labels: tuple[str, ...]) -> None:
    """The sampling probe and its wash block."""
    pen.box((150, 60), (70, 46), filled=True, round_=4)
    pen.line((185, 185), (185, 30), width=3)
    pen.box((165, 150), (40, 22))
    pen.box((172, 10), (26, 36))
    pen.line((150, 92), (110, 92), (110, 150))
    pen.line((220, 74), (260, 74), (260, 20))
    targets = ((185, 130), (205, 161), (165, 80), (110, 130), (260, 40), (172, 20))
    places = ((130, 125), (240, 161), (90, 70), (85, 150), (290, 40), (140, 20))
    for number, (target, at) in enumerate(zip(targets, places, strict=True), start=1):
        pen.callout(number, target, at)
    pen.legend(labels, (305, 165))


DRAWINGS = {"ana_overview": overview, "ana_fluidics": fluidics, "ana_histogram": histogram, "ana_probe": clot}
