from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from answers import AMBIGUOUS, REFUSED
from exchanges import ANSWER, at, exchange
from paillasse.history.export import markdown
from paillasse.history.types import Conversation, Withheld
from paillasse.types.documents import LineKind

CONVERSATION = Conversation("c", "ada", "The [lamp]", at(0), at(0))
MARKED = st.text(st.sampled_from(list("ab 1.)(-+=#*_`~<>[]!|&;\\:/w@\n\t\u200b$'\"")), max_size=30) | st.text(
    max_size=30
)


def shown(source: str) -> tuple[str, set[str]]:
    """What a reader of Markdown sees, and what it is made of."""
    tokens = MarkdownIt("commonmark").parse(source)
    inline = [child for token in tokens for child in token.children or ()]
    return "".join(child.content for child in inline), {token.type for token in (*tokens, *inline)}


@given(MARKED, MARKED, MARKED)
def test_nothing_in_an_export_is_a_link_a_picture_or_a_tag(question: str, quote: str, claim: str) -> None:
    answer = replace(
        ANSWER,
        claims=(replace(ANSWER.claims[0], text=claim),),
        citations=(replace(ANSWER.citations[0], quote=quote, title=claim),),
    )
    _, made_of = shown(markdown(replace(CONVERSATION, title=quote), [exchange("e", query=question, answer=answer)]))
    assert not made_of & {"link_open", "image", "html_block", "html_inline", "fence", "code_block", "hr"}


def test_an_answer_comes_with_its_warnings_and_sources() -> None:
    text = markdown(CONVERSATION, [exchange("e", query="How?")])
    assert text.startswith("# The \\[lamp\\]\n\n## How?\n\n2026-01-01 12:00 UTC · equipment R416 · 0123456789ab/g1\n\n")
    assert (
        "_One page could not be read._\n\n> **CAUTION** The lamp is hot. \\[3\\]\n\n- Open the \\[cover\\]. \\[1\\]"
        in text
    )
    assert (
        "- \\[1\\] Manual, page iv (PDF page 9), file 000000000000: “Open it.”\n- \\[2\\] Manual, page 10, file" in text
    )
    assert text.endswith("“The lamp is hot.”\n")


def test_a_refusal_says_why_and_where_to_look() -> None:
    text = markdown(CONVERSATION, [exchange("e", answer=REFUSED, equipment="")])
    assert (
        "2026-01-01 12:00 UTC · 0123456789ab/g1\n\nLes manuels ne répondent pas.\n\n**Passages les plus proches**"
        in text
    )
    assert "- Manuel, page 3, 1 Entretien: « Nettoyez." in text


def test_machines_to_choose_from_are_named() -> None:
    text = markdown(CONVERSATION, [exchange("e", answer=AMBIGUOUS)])
    assert "**Quelle machine ?**\n\n- Manuel A, R416, Cyclane\n- Manuel B\n" in text


def test_words_of_a_drawing_and_other_languages() -> None:
    label = replace(ANSWER.claims[0], kind=LineKind.LABEL)
    text = markdown(CONVERSATION, [exchange("e", answer=replace(ANSWER, language="de", claims=(label,)))])
    assert "\n\nIn the figure: Open the" in text
    assert "**AVERTISSEMENT**" not in text


def test_a_withheld_answer_leaves_the_question() -> None:
    text = markdown(CONVERSATION, [Withheld("e", "c", "How?", at(0)), exchange("f")])
    assert "## How?\n\n2026-01-01 12:00 UTC\n\n_You are no longer a member" in text
    assert text.count("**Sources**") == 1
