"""A page that exists only as a picture: typed, photocopied, a little askew."""

from __future__ import annotations

import io
import random
from pathlib import Path

import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path(reportlab.__file__).parent / "fonts"
_DPI = 120
_PAPER, _INK = 247, 45


def scanned_page(lines: tuple[str, ...], size: tuple[float, float]) -> bytes:
    """A greyscale JPEG of the typed lines on a sheet of `size` points. `= ` marks a title, ` | ` cells of a form."""
    width, height = (round(side * _DPI / 72) for side in size)
    sheet = Image.new("L", (width, height), _PAPER)
    _type(ImageDraw.Draw(sheet), lines, width)
    askew = sheet.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    worn = ImageChops.subtract(askew.filter(ImageFilter.GaussianBlur(0.6)), _grain(width, height))
    out = io.BytesIO()
    worn.save(out, "JPEG", quality=38, optimize=True)
    return out.getvalue()


def _type(draw: ImageDraw.ImageDraw, lines: tuple[str, ...], width: int) -> None:
    body = ImageFont.truetype(str(FONTS / "Vera.ttf"), 17)
    title = ImageFont.truetype(str(FONTS / "VeraBd.ttf"), 24)
    left, right, y = 95, width - 95, 120
    for line in lines:
        if line.startswith("= "):
            draw.text((left, y), line[2:], font=title, fill=_INK)
            y += 20
        elif " | " in line:
            cells = line.split(" | ")
            step = (right - left) / len(cells)
            for column, cell in enumerate(cells):
                x = left + column * step
                draw.rectangle((x, y, x + step, y + 34), outline=_INK + 40)
                draw.text((x + 8, y + 8), cell, font=body, fill=_INK)
            y += 6
        else:
            draw.text((left, y), line, font=body, fill=_INK)
        y += 28


def _grain(width: int, height: int) -> Image.Image:
    """Specks of a photocopier, the same every time."""
    small = (width // 3, height // 3)
    noise = Image.frombytes("L", small, random.Random(1959).randbytes(small[0] * small[1]))  # noqa: S311 - not secret
    return noise.point([0] * 249 + [26] * 7).resize((width, height), Image.Resampling.BILINEAR)
