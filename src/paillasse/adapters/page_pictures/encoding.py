"""Pixels to WebP, and rectangles over what was encoded here."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from paillasse.adapters.page_pictures.pixels import Pixels
from paillasse.types.pages import Box

MEDIA_TYPE = "image/webp"
_QUALITY = 80
_FASTEST = 0
"""Of seven methods: half the time of the default, a third larger (12 pages of real manuals)."""
_MARKER = (255, 226, 64)
"""Yellow that black letters are read through: colours are multiplied, as with a pen on paper."""
_MARGIN = 0.0015
"""Of the width: what is highlighted shows around the letters."""


def encoded(pixels: Pixels) -> bytes:
    """The picture as WebP."""
    return _webp(Image.frombytes("RGB", (pixels.width, pixels.height), pixels.rgb))


def marked(picture: bytes, shares: Sequence[Box]) -> bytes:
    """A picture of `encoded` with rectangles highlighted, their coordinates in shares of its width and height."""
    with Image.open(BytesIO(picture), formats=["WEBP"]) as opened:
        page = opened.convert("RGB")
    width, height = page.size
    layer = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(layer)
    margin = max(1.0, _MARGIN * width)
    for box in shares:
        corners = (
            box.x0 * width - margin,
            box.y0 * height - margin,
            box.x1 * width + margin,
            box.y1 * height + margin,
        )
        pen.rectangle(corners, fill=_MARKER)
    return _webp(ImageChops.multiply(page, layer))


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, method=_FASTEST)
    return out.getvalue()
