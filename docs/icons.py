"""Pictures of the app's icon for systems that take no SVG: iOS, and shops of installed apps.

    PYTHONPATH=tests python docs/icons.py

Drawn by the browser from `ui/public/icon-maskable.svg`, whose ground fills the square: iOS rounds the corners itself.
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from PIL import Image

from browser.chromium import browsing

PUBLIC = Path(__file__).parents[1] / "ui" / "public"
SIZES = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
_COLOURS = 64


async def main() -> None:
    """Write them beside the SVG."""
    drawing = (PUBLIC / "icon-maskable.svg").read_text(encoding="utf-8")
    async with browsing() as browser:
        page = await browser.new_page()
        for name, side in SIZES.items():
            await page.set_viewport_size({"width": side, "height": side})
            await page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:100vw}}</style>{drawing}")
            # With few colours as a palette a tenth is left, and nothing of it is seen.
            picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB").quantize(_COLOURS)
            await asyncio.to_thread(picture.save, PUBLIC / name, optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
