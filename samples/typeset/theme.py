"""How each (invented) manufacturer's manuals look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle

REGULAR, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"


@dataclass(frozen=True)
class Theme:
    """Everything that differs between the houses, apart from the words."""

    accent: Color
    tint: Color
    page_size: tuple[float, float]
    body_size: float
    warnings: Literal["band", "bar", "box"]
    numbering: Literal["by_chapter", "continuous"]
    pdf_labels: bool
    """Whether the file also carries /PageLabels, or only prints the numbers."""
    cover_counts: bool
    """Whether the unnumbered cover is page i of the front matter."""
    justified: bool = False

    def style(self, name: str, **changes: object) -> ParagraphStyle:
        """Body style under `name`, with changes."""
        size = self.body_size
        base: dict[str, object] = {
            "fontName": REGULAR, "fontSize": size, "leading": size * 1.38, "spaceAfter": size * 0.6,
            "bulletFontName": REGULAR, "bulletFontSize": size,
            "alignment": TA_JUSTIFY if self.justified else TA_LEFT, "splitLongWords": 0,
        }  # fmt: skip
        return ParagraphStyle(name, **(base | changes))


THEMES = {
    "ardevane": Theme(HexColor(0x0B4F6C), HexColor(0xDCEAF0), A4, 9, "band", "by_chapter", True, False, True),
    "bryndal": Theme(HexColor(0x7A1F3D), HexColor(0xF3E4E9), LETTER, 8.8, "box", "continuous", False, True),
    "oskelund": Theme(HexColor(0x1D5C3A), HexColor(0xE2EFE7), A4, 9, "bar", "continuous", True, False),
}

SIGNAL_COLOURS = {
    "DANGER": (HexColor(0xC62828), HexColor(0xFFFFFF)),
    "WARNING": (HexColor(0xEF7D00), black),
    "CAUTION": (HexColor(0xF9D71C), black),
    "NOTICE": (HexColor(0x1565C0), HexColor(0xFFFFFF)),
}
"""Background and text of each signal word (ISO 3864 colours)."""

WORDS = {
    "fr": {
        "DANGER": "DANGER", "WARNING": "AVERTISSEMENT", "CAUTION": "ATTENTION", "NOTICE": "REMARQUE",
        "figure": "Figure", "table": "Tableau", "annex": "Annexe", "page": "Page", "contents": "Table des matières",
        "cover": "Couverture",
    },
    "en": {
        "DANGER": "DANGER", "WARNING": "WARNING", "CAUTION": "CAUTION", "NOTICE": "NOTICE",
        "figure": "Figure", "table": "Table", "annex": "Appendix", "page": "Page", "contents": "Table of contents",
        "cover": "Cover",
    },
}  # fmt: skip
"""The fixed words of a manual, by language."""
