"""How far the lines of a scanned page lie from the horizontal."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from paillasse.adapters.tesseract.rendering import Grey

_MAX_DEGREES = 8.0
_STEPS = (0.5, 0.1)
"""Coarse over the whole range, then fine around the best."""
_LEAST = 0.2
"""Smaller angles leave every line on its row."""
_MAX_DOTS = 200_000
_EDGE = 0.02
"""Share of each side left out: scanners draw black edges."""
_GRAIN = 20
"""Grey levels by which paper and its noise differ from their middle."""
_SMOOTHING = np.ones(3)
_SMALL, _GAIN_SMALL, _GAIN = 1.0, 1.2, 1.6
"""How many times sharper than as the page lies its profile must be: lines of text that lie over a degree askew are
far over it, the slanting strokes of drawings under it."""


_Places = npt.NDArray[np.float64]


def ink_of(picture: Grey, share: float = 0.5) -> npt.NDArray[np.bool_]:
    """Dark pixels, edges left out: darker than what lies this share of the way from the darkest to the usual grey."""
    height, width = picture.shape
    top, left = int(_EDGE * height), int(_EDGE * width)
    inner = picture[top : height - top, left : width - left]
    if not inner.size:
        return np.zeros((0, 0), dtype=np.bool_)
    dark, usual = np.quantile(inner, 0.001), np.median(inner)
    return inner < min(dark + share * (usual - dark), usual - _GRAIN)


def is_blank(picture: Grey) -> bool:
    """True when no mark on the page stands out from its ground."""
    height, width = picture.shape
    inner = picture[int(_EDGE * height) : height - int(_EDGE * height), int(_EDGE * width) : width - int(_EDGE * width)]
    return not inner.size or float(np.median(inner)) - float(np.quantile(inner, 0.0002)) < 40


def skew_of(picture: Grey) -> float:
    """Degrees to turn the page clockwise so that its lines are level; 0 when nothing shows that they are not.

    The horizontal profile of the ink is sharpest, its neighbouring rows differ most, along the lines of text: Postl's
    criterion (W. Postl, "Detection of linear oblique structures and skew scan in digitized documents", ICPR 1986).
    """
    rows, columns = np.nonzero(ink_of(picture))
    if len(rows) < 200:
        return 0.0
    chosen = np.linspace(0, len(rows) - 1, min(len(rows), _MAX_DOTS)).astype(np.int64)
    y, x = rows[chosen].astype(np.float64), columns[chosen].astype(np.float64)
    x -= x.mean()
    best, reach = 0.0, _MAX_DEGREES
    for step in _STEPS:
        angles = best + np.arange(-round(reach / step), round(reach / step) + 1) * step
        best = float(angles[int(np.argmax([_sharpness(x, y, angle) for angle in angles]))])
        reach = step
    gain = _GAIN_SMALL if abs(best) < _SMALL else _GAIN
    if abs(best) < _LEAST or _sharpness(x, y, best) < gain * _sharpness(x, y, 0.0):
        return 0.0
    return round(best, 2)


def _sharpness(x: _Places, y: _Places, degrees: float) -> float:
    turned = y + x * math.tan(math.radians(degrees))
    profile = np.bincount((turned - turned.min()).astype(np.int64))
    smooth = np.convolve(profile, _SMOOTHING)  # else the grid of the pixels itself looks like lines
    return float((np.diff(smooth) ** 2).sum())
