"""Text normalisation shared by ingestion, retrieval and verification: one place per idea."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00ad": "", "\u00a0": " ", "\u202f": " ",
    "\u2009": " ",
})  # fmt: skip


def fold(text: str) -> str:
    """Lower case, accents, ligatures and typographic variants removed; length may change."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().translate(_LIGATURES)


_NOT_CODE = re.compile(r"[^a-z0-9#+*?/]+")


def code_key(code: str) -> str:
    """Normalise a code so that "E-203", "e 203" and "E203" meet: folded, separators removed, leading zeros kept."""
    return _NOT_CODE.sub("", fold(code))
