"""Words looked for in conversations, as conditions of a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, func, literal, literal_column, or_, select

from paillasse.storage.history.tables import ConversationRow, ExchangeRow
from paillasse.storage.tables import ExactText

_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'"}
_MARKS = "[\u0300-\u036f]"
_NFKD: ColumnElement[str] = literal_column("NFKD")


def says(word: str) -> ColumnElement[bool]:
    """A conversation has the folded word in its title or in one of its questions."""
    question = select(ExchangeRow.id).where(
        ExchangeRow.conversation_id == ConversationRow.id, _holds(ExchangeRow.query, word)
    )
    return or_(_holds(ConversationRow.title, word), question.correlate(ConversationRow).exists())


def _holds(column: SQLColumnExpression[str], word: str) -> ColumnElement[bool]:
    """As `text.fold` folds, for what French and English are written with: PostgreSQL may lack `unaccent`."""
    text: Any = column
    for written, plain in _LIGATURES.items():
        text = func.replace(text, literal(written, String), literal(plain, String))
    bare = func.regexp_replace(func.normalize(text, _NFKD), literal(_MARKS, String), "", "g")
    return func.strpos(func.lower(bare), literal(word, ExactText())) > 0
