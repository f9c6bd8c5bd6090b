"""Every page of the app, with something on it."""

from __future__ import annotations

from browser.laboratory import ENGLISH, FRENCH, Laboratory

SIGN_IN = "sign-in"
WITH_A_PDF = ("conversation", "answer", "reader")
NAMES = (
    SIGN_IN,
    "ask",
    "conversation",
    "answer",
    "history",
    "manuals",
    "uploads",
    "manual",
    "reader",
    "changes",
    "review",
    "golden",
    "releases",
    "trial",
    "drift",
    "models",
    "account",
    "users",
    "collections",
    "usage",
    "audit",
    "system",
    "nothing",
)


def address_of(name: str, lab: Laboratory, person: str) -> str:
    """Where this page is; answers on it were given to this person."""
    if name in {"users", "collections", "usage", "audit", "system"}:
        return f"/admin/{name}"
    if name in WITH_A_PDF or name in {"manual", "changes"}:
        return _about_an_answer(name, lab, person)
    elsewhere = {
        "manuals": "/documents",
        "uploads": "/documents/uploads",
        "golden": "/review?state=golden",
        "trial": "/releases/trial",
        "drift": "/releases/drift",
        "models": "/releases/models",
        "nothing": "/no/such/page",
    }
    return elsewhere.get(name, f"/{name}")


def _about_an_answer(name: str, lab: Laboratory, person: str) -> str:
    asked = lab.answer(person, ENGLISH if name == "conversation" else FRENCH)
    exchange, document = asked["exchange_id"], asked["answer"]["citations"][0]["document_id"]
    return {
        "conversation": f"/conversations/{asked['conversation_id']}?exchange={exchange}&citation=1",
        "answer": f"/answers/{exchange}?citation=1",
        "manual": f"/documents/{document}",
        "reader": f"/documents/{document}/read?exchange={exchange}&citation=1",
        "changes": f"/documents/{document}/changes",
    }[name]
