from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paillasse.library.shelf.catalogue import Filter, Machine, Order, Standing, facets, listed, machines
from paillasse.protocols.stores import CatalogueEntry
from paillasse.types.documents import DocumentKind, DocumentStatus, Metadata

SOP, USER = DocumentKind.SOP, DocumentKind.USER_MANUAL
READY, REVIEW = DocumentStatus.READY, DocumentStatus.NEEDS_REVIEW


def entry(
    name: str, metadata: Metadata, *, current: bool = True, status: DocumentStatus = READY, collection: str = "default"
) -> CatalogueEntry:
    pages, day = ord(name), datetime(2026, 1, ord(name) - 96, tzinfo=UTC)
    return CatalogueEntry(
        name, name * 64, f"{name}.pdf", collection, metadata, pages, status, 4, "g", day, None, current
    )


SHELF = [
    replace(
        entry("a", Metadata("Étuve", "Memmert", ("UF 55", "étuve"), USER, "fr", ("fr", "en"), "C", date(2020, 1, 1))),
        supersedes="d",
    ),
    entry("b", Metadata("Oven care", "memmert", ("UF 55",), SOP, "en", ("en",)), status=REVIEW, collection="lab"),
    entry("c", Metadata("Balance", "Kern", ("PCB",), USER, "de", (), "B", date(2010, 1, 1))),
    entry("d", Metadata("Étuve", "Memmert", ("UF 55",), USER, "fr", ("fr",), "A"), current=False),
]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(), "cab"),
        (Filter(standing=Standing.ALL), "cadb"),
        (Filter(standing=Standing.SUPERSEDED), "d"),
        (Filter(text="ETUVE uf"), "a"),
        (Filter(text="b.pdf"), "b"),
        (Filter(text="memmert oven"), "b"),
        (Filter(text="nothing"), ""),
        (Filter(manufacturer="MEMMERT"), "ab"),
        (Filter(manufacturer="Memm"), ""),
        (Filter(equipment="etuve"), "a"),
        (Filter(kind=SOP), "b"),
        (Filter(language="en"), "ab"),
        (Filter(language="de"), "c"),
        (Filter(status=REVIEW), "b"),
        (Filter(collection="lab"), "b"),
        (Filter(equipment="UF 55", kind=USER, language="fr", standing=Standing.ALL), "ad"),
        (Filter(supersedes="d"), "a"),
        (Filter(supersedes="d", standing=Standing.SUPERSEDED), ""),
    ],
)
def test_what_a_filter_leaves(wanted: Filter, names: str) -> None:
    assert "".join(e.id for e in listed(SHELF, wanted)) == names


@pytest.mark.parametrize(
    ("order", "names", "backwards"),
    [
        (Order.TITLE, "cadb", "badc"),
        (Order.MANUFACTURER, "cadb", "adbc"),
        (Order.INGESTED_AT, "abcd", "dcba"),
        (Order.EFFECTIVE_DATE, "dbca", "acdb"),
        (Order.PAGES, "abcd", "dcba"),
    ],
)
def test_order(order: Order, names: str, backwards: str) -> None:
    everything = Filter(standing=Standing.ALL)
    assert "".join(e.id for e in listed(SHELF, everything, order)) == names
    assert "".join(e.id for e in listed(SHELF, everything, order, descending=True)) == backwards


def test_facets_count_what_the_rest_of_the_filter_leaves() -> None:
    found = facets(SHELF, Filter(kind=USER))
    assert found.kinds == (("user_manual", 2), ("sop", 1))  # another kind can be chosen instead
    assert found.equipment == (("étuve", 1), ("PCB", 1), ("UF 55", 1))
    assert dict(found.manufacturers) == {"Memmert": 1, "Kern": 1}
    assert dict(found.languages) == {"fr": 1, "en": 1, "de": 1}
    assert dict(found.statuses) == {"ready": 2}
    assert dict(found.collections) == {"default": 2}
    assert facets([], Filter()).kinds == ()


def test_machines_with_what_there_is_about_them() -> None:
    assert machines(SHELF) == [
        Machine("étuve", ("Memmert",), (USER,), ("en", "fr"), ("a",)),
        Machine("PCB", ("Kern",), (USER,), ("de",), ("c",)),
        Machine("UF 55", ("Memmert", "memmert"), (SOP, USER), ("en", "fr"), ("a", "b")),
    ]
