from __future__ import annotations

from dataclasses import replace

from answers import AMBIGUOUS, ANSWERED, REFUSED
from paillasse.api.routes.openai.message import MessageWriter, said_before
from paillasse.asking.reuse.kept_answers import claim_by_claim
from paillasse.types.answers import Answer


def written(answer: Answer, writer: MessageWriter) -> str:
    return "".join(
        writer.rest(event) if isinstance(event, Answer) else writer.claim(event) for event in claim_by_claim(answer)
    ).rstrip()


def test_sentences_then_what_to_know_then_footnotes() -> None:
    message = written(replace(ANSWERED, citations=ANSWERED.citations[:1]), MessageWriter("https://manuals.example"))
    assert message.split("\n\n") == [
        "⚠ **The lamp is hot.**",
        "- Open the \\[cover\\]. [1]",
        "The lamp lasts 2000 h. [2]",
        "*One page could not be read.*",
        "---\n[1] Manual \\[v2\\], p. iv: “Open the \\[cover\\].” https://manuals.example/documents/d/pages/9",
    ]
    assert said_before(message) == message.partition("\n\n---")[0]


def test_annotations_stand_where_their_footnotes_stand() -> None:
    writer = MessageWriter("")
    message = written(ANSWERED, writer)
    assert len(writer.annotations) == 3
    for citation, annotation in zip(ANSWERED.citations, writer.annotations, strict=True):
        cited = annotation.url_citation
        note = message[cited.start_index : cited.end_index]
        assert note.startswith(f"[{citation.number}] Manual")
        assert note.endswith(cited.url)
        assert cited.url == f"/documents/d/pages/{citation.page}"
        assert cited.title == f"Manual [v2], p. {citation.label}"


def test_why_there_is_no_answer() -> None:
    assert written(REFUSED, MessageWriter("")) == "Les manuels ne répondent pas.\n\n- Manuel, p. 3: 1 Entretien"
    assert written(AMBIGUOUS, MessageWriter("")).split("\n\n") == [
        "Duquel s'agit-il ?",
        "- Manuel A: R416, Cyclane, centrifugeuse",
        "- Manuel B:",
    ]
