"""Lists of documents: filtered, sorted, paged and counted. Pure: the scope was applied before, by the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from paillasse.language.text import fold
from paillasse.protocols.stores import CatalogueEntry
from paillasse.types.documents import DocumentKind, DocumentStatus


class Standing(StrEnum):
    """Which revisions are listed."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    ALL = "all"


class Order(StrEnum):
    """What a list is sorted by; then by title and id."""

    TITLE = "title"
    MANUFACTURER = "manufacturer"
    INGESTED_AT = "ingested_at"
    EFFECTIVE_DATE = "effective_date"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must be to be listed; whatever is left empty does not matter."""

    text: str = ""
    """Each word of it is part of the title, a name of the machine, its manufacturer, the revision or the file name."""
    manufacturer: str = ""
    equipment: str = ""
    """One of the names of its machine."""
    kind: DocumentKind | None = None
    language: str = ""
    """ISO 639-1 code of one of its languages."""
    status: DocumentStatus | None = None
    collection: str = ""
    standing: Standing = Standing.CURRENT
    supersedes: str = ""
    """Id of the document that it stands in the place of."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Values by which a list can be narrowed, each with how many documents have it, most frequent first.

    Each facet counts what the rest of the filter leaves: another value of it can be chosen instead.
    """

    manufacturers: tuple[tuple[str, int], ...]
    equipment: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    collections: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """A name that documents give to their machine, and what there is about it."""

    name: str
    manufacturers: tuple[str, ...]
    kinds: tuple[DocumentKind, ...]
    languages: tuple[str, ...]
    document_ids: tuple[str, ...]


_VALUES: Mapping[str, Callable[[CatalogueEntry], Sequence[str]]] = {
    "manufacturer": lambda entry: [entry.metadata.manufacturer],
    "equipment": lambda entry: entry.metadata.equipment,
    "kind": lambda entry: [entry.metadata.kind.value],
    "language": lambda entry: entry.metadata.languages or [entry.metadata.language],
    "status": lambda entry: [entry.status.value],
    "collection": lambda entry: [entry.collection],
}
"""What a document has of each field of a filter that is a facet too, in the order of `Facets`."""


def listed(
    entries: Iterable[CatalogueEntry], wanted: Filter, order: Order = Order.TITLE, *, descending: bool = False
) -> list[CatalogueEntry]:
    """The entries that a filter leaves, in order."""
    kept = sorted((e for e in entries if _fits(e, wanted)), key=lambda e: (fold(e.metadata.title), e.id))
    return sorted(kept, key=_sort_key(order), reverse=descending)


def facets(entries: Sequence[CatalogueEntry], wanted: Filter) -> Facets:
    """What the entries that a filter leaves can be narrowed by."""
    return Facets(*(_counted(entries, wanted, name) for name in _VALUES))


def machines(entries: Iterable[CatalogueEntry]) -> list[Machine]:
    """Every name of a machine in current documents, alphabetically, whatever its case and accents."""
    found: defaultdict[str, _Naming] = defaultdict(_Naming)
    for entry in entries:
        if entry.current:
            for name in entry.metadata.equipment:
                found[fold(name)].add(name, entry)
    return [found[key].machine() for key in sorted(found)]


@dataclass(slots=True)
class _Naming:
    spellings: Counter[str] = field(default_factory=Counter[str])
    entries: dict[str, CatalogueEntry] = field(default_factory=dict[str, CatalogueEntry])

    def add(self, name: str, entry: CatalogueEntry) -> None:
        self.spellings[name] += 1
        self.entries[entry.id] = entry

    def machine(self) -> Machine:
        about = [entry.metadata for entry in self.entries.values()]
        return Machine(
            self.spellings.most_common(1)[0][0],
            tuple(sorted({m.manufacturer for m in about if m.manufacturer})),
            tuple(sorted({m.kind for m in about})),
            tuple(sorted({language for m in about for language in (*m.languages, m.language) if language})),
            tuple(self.entries),
        )


def _fits(entry: CatalogueEntry, wanted: Filter) -> bool:
    if wanted.standing is not Standing.ALL and entry.current != (wanted.standing is Standing.CURRENT):
        return False
    if wanted.supersedes and entry.supersedes != wanted.supersedes:
        return False
    for name, values in _VALUES.items():
        asked = getattr(wanted, name)
        if asked and fold(asked) not in map(fold, values(entry)):
            return False
    if not wanted.text:
        return True
    about = entry.metadata
    told = fold(" ".join((about.title, about.manufacturer, *about.equipment, about.revision, entry.filename)))
    return all(word in told for word in fold(wanted.text).split())


def _counted(entries: Sequence[CatalogueEntry], wanted: Filter, name: str) -> tuple[tuple[str, int], ...]:
    without = replace(wanted, **{name: None if name in {"kind", "status"} else ""})  # pyright: ignore[reportArgumentType]
    counts: Counter[str] = Counter()
    for entry in entries:
        if _fits(entry, without):
            counts.update({value for value in _VALUES[name](entry) if value})
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], fold(pair[0]))))


def _sort_key(order: Order) -> Callable[[CatalogueEntry], tuple[object, ...]]:
    match order:
        case Order.TITLE:
            return lambda entry: (fold(entry.metadata.title),)
        case Order.MANUFACTURER:
            return lambda entry: (fold(entry.metadata.manufacturer),)
        case Order.INGESTED_AT:
            return lambda entry: (entry.ingested_at,)
        case Order.EFFECTIVE_DATE:
            return lambda entry: (str(entry.metadata.effective_date or ""),)
        case Order.PAGES:
            return lambda entry: (entry.page_count,)
