"""Who made the machine: copyright lines, company forms, web addresses, the file's author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paillasse.ingestion.identity.titles import spellings
from paillasse.ingestion.identity.wording import telling
from paillasse.language.text import code_key, fold
from paillasse.types.pages import Page

_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|GmbH|Ltd|Limited|LLC|AG|Oy|Oyj|SAS|S\.A\.S|SARL|S\.A|SA|AB|A/S|ApS|BV|B\.V|"
    r"PLC|Co|Company|KG|SpA|S\.p\.A|S\.r\.l|Pty|KK)"
)
_COMPANY = re.compile(rf"((?:[A-Z][\w&.+'’-]*\s+(?:(?:&|and|und|et|of|de)\s+)?){{1,5}}?){_FORM}(?:\b|\.)")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s:©]*(?:copyright)?[\s]*(?:(?:19|20)\d\d[\s,–-]*)*(?:by\s+)?"
    r"((?:[A-Z][\w&.+'’/-]*[ ,]*(?:(?:and|und|et|of|de|du)\s)?){1,6})",
    re.IGNORECASE | re.DOTALL,
)
_DOMAIN = re.compile(
    r"\b(?:www\.|@|https?://(?:www\.)?)([a-z0-9-]{3,})\.(?:com|org|net|de|fr|ch|co|eu|io|us|ca|it|es)\b", re.IGNORECASE
)
_TAIL = re.compile(
    r"[\s,.;:/-]*(?:\b(?:all|tous|alle|rights?|no\s+part|printed|in|an?)\b.*|\bwww\b.*)?$", re.IGNORECASE | re.DOTALL
)
_MAIL = frozenset(
    ("gmail", "google", "yahoo", "hotmail", "outlook", "adobe", "microsoft", "apple", "youtube", "github")
)
_NOT_NAMES = frozenset("copyright the this all rights reserved notice page version manual user".split())


def guess_maker(pages: Sequence[Page], author: str, filename: str) -> tuple[str, float]:
    """Manufacturer and confidence; empty when nothing names one."""
    votes: Counter[str] = Counter()
    texts = {page.number: " ".join(word.text for word in page.words) for page in pages}
    edges = [texts[page.number] for page in (*pages[:4], *pages[-2:])]
    for text in dict.fromkeys(edges):
        for match in _COPYRIGHT.finditer(text):
            _vote(votes, match.group(1), 4)
        for match in _COMPANY.finditer(text):
            _vote(votes, match.group(0), 2)
    for match in _COMPANY.finditer(author):
        _vote(votes, match.group(0), 4)
    domains = Counter(m.group(1).lower() for text in texts.values() for m in _DOMAIN.finditer(text))
    name = "".join(telling(filename))
    for candidate in list(votes):
        key = fold(candidate).replace(" ", "").replace("-", "")
        votes[candidate] += 4 * sum(domain.replace("-", "") in key or key[:6] in domain for domain in domains)
        votes[candidate] += 6 * any(token in name for token in telling(candidate) if len(token) > 2)
    if votes:
        best, score = max(votes.items(), key=lambda item: (item[1], len(item[0]), item[0]))
        return best, round(min(0.35 + score / 30, 0.95), 2)
    named = [d for d, count in domains.most_common() if d not in _MAIL and count >= 2]
    if not named:
        return "", 0.0
    return spellings({code_key(named[0])}, pages).get(code_key(named[0]), named[0].capitalize()), 0.4


def _vote(votes: Counter[str], name: str, weight: int) -> None:
    cleaned = " ".join(_TAIL.sub("", name).split()).strip(" ,.;:-/")
    tokens = telling(cleaned)
    if tokens and len(cleaned) <= 60 and fold(cleaned).split()[0] not in _NOT_NAMES and cleaned[:1].isupper():
        for known in votes:
            if fold(known).startswith(fold(cleaned)) or fold(cleaned).startswith(fold(known)):
                votes[known] += weight
                return
        votes[cleaned] += weight
