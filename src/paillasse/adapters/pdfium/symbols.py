"""Unicode for the private-use codes of symbol fonts: units, comparison signs and bullets must stay readable."""

from __future__ import annotations

# Adobe Symbol encoding, ISO 32000-1 annex D.5; letters are Greek, digits and most of ASCII punctuation are themselves.
_SYMBOL: dict[int, str] = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD0: "∠", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xD7: "⋅", 0xE2: "®", 0xE3: "©",
    0xE4: "™", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
# Wingdings: the marks met in manuals.
_WINGDINGS: dict[int, str] = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x21: "✏", 0x46: "☞", 0x4A: "☺",
}  # fmt: skip
_PICTURE_FONTS = ("wingding", "dingbat", "webding")


def symbol_text(code: int, font: str) -> str:
    """The character a symbol font draws at U+F000 to U+F0FF; the private code itself when unknown."""
    low = code - 0xF000
    if any(name in font.lower() for name in _PICTURE_FONTS):
        return _WINGDINGS.get(low, chr(code))
    if low in _SYMBOL:
        return _SYMBOL[low]
    return chr(low) if 0x20 < low < 0x7F else _WINGDINGS.get(low, chr(code))
