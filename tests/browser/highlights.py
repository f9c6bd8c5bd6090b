"""Where the words of a citation are marked on the page that pdf.js drew, and what lies under the marks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import httpx
from playwright.async_api import Page, expect

_SLACK = 2.5
"""Points by which a mark may be smaller than the boxes of its words: it is rounded to pixels of the screen."""
_LEAST_INK = 0.03
"""Share of dark pixels in the box of a printed word; paper has none."""
_DARK = 140
_SEEN = """
(number) => {
  const page = document.querySelector(`.pdfViewer .page[data-page-number="${number}"]`);
  const paper = page.querySelector('canvas').getBoundingClientRect();
  const share = ({ left, top, right, bottom }) => [
    (left - paper.left) / paper.width, (top - paper.top) / paper.height,
    (right - paper.left) / paper.width, (bottom - paper.top) / paper.height,
  ];
  return [...page.querySelectorAll('[data-testid="mark"] > *')].map((line) => share(line.getBoundingClientRect()));
}
"""
_INK = """
([number, boxes, dark]) => {
  const canvas = document.querySelector(`.pdfViewer .page[data-page-number="${number}"] canvas`);
  const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return boxes.map(([x0, y0, x1, y1]) => {
    let [ink, area] = [0, 0];
    for (let y = Math.floor(y0 * canvas.height); y < y1 * canvas.height; y++)
      for (let x = Math.floor(x0 * canvas.width); x < x1 * canvas.width; x++) {
        const at = 4 * (y * canvas.width + x);
        area++;
        if (all.data[at] + all.data[at + 1] + all.data[at + 2] < 3 * dark) ink++;
      }
    return ink / area;
  });
}
"""

Box = tuple[float, float, float, float]


async def assert_words_marked(page: Page, api: httpx.Client, citation: dict[str, Any]) -> None:
    """The quote, the whole quote and (give or take a word of the same line) nothing but the quote is marked."""
    on_page = [part for part in citation["rectangles"] if part["page"] == citation["page"]]
    assert on_page, "nothing is marked on the page that is cited"
    await expect(page.get_by_test_id("mark").first).to_be_visible()
    number = citation["page"]
    drawn = page.locator(f'.pdfViewer .page[data-page-number="{number}"][data-loaded="true"] canvas')
    await expect(drawn.first).to_be_visible()  # it is drawn again where its size changes
    address = f"/api/v1/documents/{citation['document_id']}/pages/{number}"
    sheet = api.get(address).raise_for_status().json()  # noqa: ASYNC212 - nothing else is waiting
    boxes = [_box(box) for part in on_page for box in part["boxes"]]
    words = [word for word in sheet["words"] if any(_within(_middle(_box(word["box"])), box) for box in boxes)]
    assert _letters(" ".join(word["text"] for word in words)) == _letters(citation["quote"])

    size = (sheet["width"], sheet["height"])
    seen = [_points(shares, size) for shares in await page.evaluate(_SEEN, number)]
    assert len(seen) == len(boxes)
    for word in words:
        box = _box(word["box"])
        assert any(_covers(mark, box) for mark in seen), (word["text"], box, seen)
    for mark, box in zip(sorted(seen), sorted(boxes), strict=True):
        assert _covers(box, mark, slack=5), "a mark is much larger than its words"
    shares = [_shares(_box(word["box"]), size) for word in words if _letters(word["text"])]
    inked = await page.evaluate(_INK, [number, shares, _DARK])
    assert min(inked) > _LEAST_INK, "a mark lies where nothing is printed"


def _box(box: dict[str, float]) -> Box:
    return box["x0"], box["y0"], box["x1"], box["y1"]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _within(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _covers(outer: Box, inner: Box, slack: float = _SLACK) -> bool:
    begins = all(outer[side] <= inner[side] + slack for side in (0, 1))
    return begins and all(outer[side] >= inner[side] - slack for side in (2, 3))


def _points(shares: Box, size: tuple[float, float]) -> Box:
    return shares[0] * size[0], shares[1] * size[1], shares[2] * size[0], shares[3] * size[1]


def _shares(box: Box, size: tuple[float, float]) -> Box:
    return box[0] / size[0], box[1] / size[1], box[2] / size[0], box[3] / size[1]


def _letters(text: str) -> str:
    """A quote puts words together that a hyphen or a line parts."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKD", text)).lower()
