"""Answers made by hand."""

from __future__ import annotations

from paillasse.types.answers import Answer, Candidate, Citation, Claim, Outcome, Passage
from paillasse.types.documents import LineKind
from paillasse.types.pages import WarningLevel

_TRACE: dict[str, object] = {
    "understood": {"text": "how", "language": "en"},
    "hits": [
        {
            "chunk": "c1",
            "file": "manual [v2].pdf",
            "pages": [3, 4],
            "heading": "1 Care > [b]1.2",
            "score": 0.9,
            "lanes": {"dense": 0.5, "late_interaction": 0.25},
        }
    ],
    "pages": [{"file": "a.pdf", "page": 1}],
    "evidence": {"cosine": 0.5},
    "generator": "extractive",
}
ANSWERED = Answer(
    question="How do I change the lamp?",
    language="en",
    outcome=Outcome.ANSWERED,
    claims=(
        Claim("Open the [cover].", (1,), LineKind.STEP),
        Claim("The lamp lasts 2000 h.", (2,)),
    ),
    warnings=(Claim("The lamp is hot.", (3,), LineKind.WARNING, warning=WarningLevel.CAUTION),),
    citations=(
        Citation(1, "d", "0" * 64, "Manual [v2]", 9, "iv", "Open the [cover].", ()),
        Citation(2, "d", "0" * 64, "Manual [v2]", 10, "10", "The lamp lasts 2000 h. " * 20, ()),
        Citation(3, "d", "0" * 64, "Manual [v2]", 10, "10", "The lamp is hot.", ()),
    ),
    confidence=0.9,
    notices=("One page could not be read.",),
    timings_ms={"retrieve": 12.3, "total": 20.0},
    trace=_TRACE,
    trace_id="abc",
    config_hash="0123456789ab",
)
REFUSED = Answer(
    question="Quelle heure est-il ?",
    language="fr",
    outcome=Outcome.REFUSED,
    reason="Les manuels ne répondent pas.",
    nearest=(Passage("d", "Manuel", 3, "3", "1 Entretien", "Nettoyez. " * 60),),
    trace=_TRACE,
)
AMBIGUOUS = Answer(
    question="Comment nettoyer ?",
    language="fr",
    outcome=Outcome.AMBIGUOUS,
    reason="Duquel s'agit-il ?",
    candidates=(Candidate("a", "Manuel A", ("R416", "Cyclane", "centrifugeuse")), Candidate("b", "Manuel B", ())),
    trace=_TRACE,
)
