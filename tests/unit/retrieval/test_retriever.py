from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from manuals import Manual
from memory_services import add, memory_services
from paillasse.composition.bootstrap import Services
from paillasse.pipeline_config import PipelineConfig
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.equipment import EquipmentMatch
from paillasse.retrieval.retriever import Retrieval, Retriever
from paillasse.retrieval.shelf import Shelf
from paillasse.types.documents import Document
from paillasse.types.questions import Scope


def manual(title: str, model: str, collection: str, language: str = "en") -> Manual:
    built = Manual(title, (model,), language=language, collection=collection).heading("Care")
    if language == "fr":
        return built.prose("Nettoyez le filtre chaque mois.").prose("E-203 Balourd détecté.")
    built.prose("Clean the dust filter every month.", f"The {model} needs water.")
    return built.table(("Code", "Meaning"), ("E-203", f"Imbalance of the {model}"), ("E-204", "Lid open"))


MANUALS = [
    manual("Rotorix 400 manual", "Rotorix", "default"),
    manual("Quivane 96 manual", "Quivane", "default"),
    manual("Zyklon 12 manual", "Zyklon", "default", "fr"),
    manual("Rotorix 400 secret manual", "Rotorix", "secret"),
    manual("Hidden 7 manual", "Hidden", "secret"),
]
CONTENTS = [m.content() for m in MANUALS]
ROTORIX, QUIVANE, ZYKLON, SECRET, HIDDEN = (c.document for c in CONTENTS)


@pytest_asyncio.fixture(scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = memory_services(tmp_path_factory.mktemp("home"))
    await add(services, CONTENTS)
    return services


def retriever_of(services: Services, **changes: float) -> Retriever:
    config = replace_config(services.config, **changes)
    return Retriever(services.embedder, services.index, services.chunks, None, config.retrieval)


def replace_config(config: PipelineConfig, **changes: float) -> PipelineConfig:
    return config.model_copy(update={"retrieval": config.retrieval.model_copy(update=changes)})


async def retrieve(
    services: Services, question: str, scope: Scope | None = None, match: EquipmentMatch | None = None, **changes: float
) -> Retrieval:
    scope = scope or Scope()
    documents = Shelf({d.id: d for d in await services.documents.list(scope)})
    understood = await understand(services, question, scope)
    if match is not None:
        understood = replace(understood, equipment=match)
    return await retriever_of(services, **changes).retrieve(understood, scope, documents)


async def understand(services: Services, question: str, scope: Scope) -> Understanding:
    answerer = await services.answerer(scope)
    return answerer.corpus.analyser.analyse(question)


def titles(found: Retrieval) -> set[str]:
    names = {c.document.id: c.document.metadata.title for c in CONTENTS}
    return {names[hit.chunk.document_id] for hit in found.hits}


ANY = [c.document for c in CONTENTS]


@settings(deadline=None, max_examples=60)
@given(
    question=st.sampled_from(
        ["clean the filter", "E-203 on the Rotorix", "secret Hidden E-204", "filtre", "error 203"]
    ),
    chosen=st.one_of(st.none(), st.lists(st.sampled_from(ANY), max_size=3)),
    collections=st.lists(st.sampled_from(["default", "secret", "other"]), unique=True),
    named=st.lists(st.sampled_from(ANY), max_size=3),
    sure=st.booleans(),
)
async def test_nothing_outside_the_scope_ever_comes_out(
    services: Services,
    question: str,
    chosen: list[Document] | None,
    collections: list[str],
    named: list[Document],
    sure: bool,
) -> None:
    ids = None if chosen is None else tuple(d.id for d in chosen)
    scope = Scope(tuple(collections), ids)
    match = EquipmentMatch(tuple(d.id for d in named), sure, frozenset(), {d.id: 1.0 for d in named})
    found = await retrieve(services, question, scope, match)
    readable = {d.id for d in ANY if d.collection in collections and (ids is None or d.id in ids)}
    assert {hit.chunk.document_id for hit in found.hits} <= readable
    assert {entry.document_id for entry in found.codes} <= readable


async def test_a_machine_named_for_sure_is_a_filter(services: Services) -> None:
    found = await retrieve(services, "clean the dust filter of the Quivane")
    assert titles(found) == {"Quivane 96 manual"}
    assert found.document_ids == (QUIVANE.id,)


async def test_a_machine_outside_the_chosen_documents_does_not_widen_them(services: Services) -> None:
    scope = Scope(document_ids=(ROTORIX.id,))
    found = await retrieve(services, "clean the dust filter of the Quivane", scope)
    assert titles(found) == {"Rotorix 400 manual"}


async def test_a_machine_that_is_only_guessed_is_a_boost(services: Services) -> None:
    guess = EquipmentMatch((ROTORIX.id,), False, frozenset(), {ROTORIX.id: 1.0})
    other = EquipmentMatch((QUIVANE.id,), False, frozenset(), {QUIVANE.id: 1.0})
    first, second = [await retrieve(services, "clean the dust filter", match=m) for m in (guess, other)]
    assert titles(first) >= {"Rotorix 400 manual", "Quivane 96 manual"}
    assert first.document_ids is None
    assert first.hits[0].chunk.document_id == ROTORIX.id
    assert second.hits[0].chunk.document_id == QUIVANE.id


async def test_the_defining_row_comes_first(services: Services) -> None:
    found = await retrieve(services, "E-203 of the Rotorix")
    assert "E-203" in found.hits[0].chunk.text
    assert found.hits[0].lanes["code"] >= services.config.retrieval.code_boost
    assert [entry.key for entry in found.codes] == ["e203"]
    none = await retrieve(services, "clean dust filter month E-999")
    assert none.codes == ()
    assert all("code" not in hit.lanes for hit in none.hits)


async def test_a_code_that_names_the_machine_is_no_error(services: Services) -> None:
    match = EquipmentMatch((ROTORIX.id,), True, frozenset({"e203"}), {ROTORIX.id: 1.0})
    found = await retrieve(services, "clean the E-203", match=match)
    assert all("code" not in hit.lanes for hit in found.hits)


async def test_a_numbered_error_weighs_more_than_another_code(tmp_path: Path) -> None:
    services = memory_services(tmp_path)
    built = (
        Manual("Pump", ("Pump 3",)).heading("Errors").table(("Error", "Meaning"), ("Err 12", "Hot"), ("Err 13", "Off"))
    )
    await add(services, [built.content()])
    found = await retrieve(services, "error 12")
    assert found.hits[0].lanes["code"] == services.config.retrieval.error_code_boost


async def test_the_reader_s_language_comes_first_among_equals(services: Services) -> None:
    plain = await retrieve(services, "nettoyer le filtre", same_language_boost=0.0)
    liked = await retrieve(services, "nettoyer le filtre", same_language_boost=1.0)
    french = [hit for hit in liked.hits if hit.chunk.language == "fr"]
    before = {hit.chunk.id: hit.score for hit in plain.hits}
    assert liked.hits[0].chunk.language == "fr"
    assert all(hit.score == pytest.approx(before[hit.chunk.id] + 1) for hit in french)


async def test_other_languages_of_a_manual_that_speaks_the_reader_s_count_less(tmp_path: Path) -> None:
    services = memory_services(tmp_path)
    content = manual("Both", "Both", "default").content()
    metadata = replace(content.document.metadata, languages=("en", "fr"))
    await add(services, [replace(content, document=replace(content.document, metadata=metadata))])
    whole = await retrieve(services, "nettoyer le filtre", other_language_factor=1.0)
    less = await retrieve(services, "nettoyer le filtre", other_language_factor=0.5)
    assert [h.score for h in less.hits] == [pytest.approx(h.score / 2) for h in whole.hits]


async def test_a_translation_of_a_manual_that_is_there_counts_less(tmp_path: Path) -> None:
    services = memory_services(tmp_path)
    english, french = (manual(f"Zyklon {lang}", "Zyklon 12", "default", lang).content() for lang in ("en", "fr"))
    await add(services, [english, french])
    whole = await retrieve(services, "nettoyer le filtre Zyklon", other_language_factor=1.0)
    less = await retrieve(services, "nettoyer le filtre Zyklon", other_language_factor=0.5)
    before = {hit.chunk.id: hit.score for hit in whole.hits}
    share = {english.document.id: 0.5, french.document.id: 1.0}
    assert {hit.chunk.document_id for hit in less.hits} == set(share)
    for hit in less.hits:
        assert hit.score == pytest.approx(before[hit.chunk.id] * share[hit.chunk.document_id])


async def test_at_most_a_pool_of_hits_best_first(services: Services) -> None:
    found = await retrieve(services, "clean the dust filter", pool=2)
    assert len(found.hits) == 2
    assert found.hits[0].score >= found.hits[1].score
    assert {"dense", "bm25"} & set(found.hits[0].lanes)


async def test_a_question_without_index_terms_is_searched_by_meaning(services: Services) -> None:
    found = await retrieve(services, "how do I do it?")
    assert found.hits
    assert all(set(hit.lanes) == {"dense"} for hit in found.hits)


async def test_a_chunk_that_the_store_lost_is_left_out(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(chunk_ids: Sequence[str]) -> dict[str, object]:
        return {}

    monkeypatch.setattr(services.chunks, "get", nothing)
    assert (await retrieve(services, "clean the dust filter")).hits == ()
