"""What axe finds wrong with a page, and whether it is wider than its window."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from playwright.async_api import Page
from playwright.async_api import TimeoutError as TookTooLong

_AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}
"""
_TOO_WIDE = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > room + 1);
  return wide.slice(0, 5).map((e) => `${e.tagName}.${e.className}`).join(' ') || 'something';
}
"""


_SETTLED = 5_000
"""Milliseconds until a page has the width of its window."""


async def barriers(page: Page) -> list[str]:
    """Serious and critical violations on what is shown now."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_AXE.read_text(encoding="utf-8"))
    return await page.evaluate(_RUN)


async def sticking_out(page: Page) -> str:
    """What makes the page scroll sideways; empty where nothing does.

    Parts that measure themselves follow a new width some frames later: what still sticks out after a while is meant.
    """
    with suppress(TookTooLong):
        await page.wait_for_function(f"!({_TOO_WIDE})()", timeout=_SETTLED)
    return str(await page.evaluate(_TOO_WIDE))
