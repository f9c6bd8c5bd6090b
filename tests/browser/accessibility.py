"""What axe finds wrong with a page, and whether it is wider than its window."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

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


async def barriers(page: Page) -> list[str]:
    """Serious and critical violations on what is shown now."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_AXE.read_text(encoding="utf-8"))
    return await page.evaluate(_RUN)


async def sticking_out(page: Page) -> str:
    """What makes the page scroll sideways; empty where nothing does."""
    return str(await page.evaluate(_TOO_WIDE))
