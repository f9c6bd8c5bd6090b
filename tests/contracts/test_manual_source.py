"""What every source of manuals in the cloud does, whatever stands behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from object_stores import TOKEN, Objects, object_store
from paillasse.adapters.manual_sources.azure_blob import AzureBlob
from paillasse.adapters.manual_sources.google_storage import GoogleStorage
from paillasse.errors.sources import SourceError, SourceNotFound, SourceRejected, SourceUnreachable
from paillasse.protocols.manual_sources import ManualSource, RemoteManual

ROOT = {"google": "gs://manuals", "azure": "az://account/manuals"}


@pytest.fixture(params=["google", "azure"])
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Objects, list[ManualSource]]]:
    """The kind, the store, and the sources that were opened over it."""
    with object_store(request.param) as objects:
        sources: list[ManualSource] = []
        yield request.param, objects, sources
        for source in sources:
            await source.close()


Opened = tuple[str, Objects, list[ManualSource]]


def open_(opened: Opened, prefix: str = "", *, token: str = TOKEN, container: str = "manuals") -> ManualSource:
    kind, objects, sources = opened

    async def shown() -> str:
        return token

    source: ManualSource = (
        GoogleStorage(container, prefix, shown, objects.url)
        if kind == "google"
        else AzureBlob("account", container, prefix, shown, objects.url)
    )
    sources.append(source)
    return source


async def listed(source: ManualSource) -> list[RemoteManual]:
    return [manual async for manual in source.list()]


async def content(source: ManualSource, manual: RemoteManual) -> bytes:
    return b"".join([block async for block in source.read(manual)])


async def test_every_object_is_listed_over_pages_and_read(opened: Opened) -> None:
    names = ["a.pdf", "b/c+d%20e.pdf", "b/deep/er/f.pdf", "b/été & hiver #1?.pdf", "g.pdf"]
    for name in names:
        opened[1].put(name, name.encode() * 3)
    source = open_(opened)

    found = await listed(source)

    assert [manual.name for manual in found] == names
    assert [manual.size for manual in found] == [len(name.encode()) * 3 for name in names]
    assert [await content(source, manual) for manual in found] == [name.encode() * 3 for name in names]
    assert found[2].filename == "f.pdf"


async def test_a_prefix_leaves_out_the_rest(opened: Opened) -> None:
    for name in ("lab/a.pdf", "lab/b.pdf", "labour.pdf", "other.pdf"):
        opened[1].put(name, b"%PDF-")

    source = open_(opened, "lab/")
    assert [manual.name for manual in await listed(source)] == ["lab/a.pdf", "lab/b.pdf"]
    assert [source.holds(manual) for manual in await listed(open_(opened))] == [True, True, False, False]
    assert await listed(open_(opened, "nowhere/")) == []


async def test_what_consoles_make_for_a_folder_is_left_out(opened: Opened) -> None:
    opened[1].put("lab/", b"")
    opened[1].put("lab/a.pdf", b"%PDF-")

    assert [manual.name for manual in await listed(open_(opened))] == ["lab/a.pdf"]


async def test_a_new_content_is_a_new_version_and_the_old_one_is_not_read(opened: Opened) -> None:
    opened[1].put("a.pdf", b"old")
    source = open_(opened)
    [before] = await listed(source)
    opened[1].put("a.pdf", b"new")
    [now] = await listed(source)

    assert now.version != before.version
    assert await content(source, now) == b"new"
    with pytest.raises(SourceNotFound):
        await content(source, before)
    with pytest.raises(SourceNotFound):
        await content(source, replace(now, name="gone.pdf"))


async def test_addresses_are_those_that_people_write(opened: Opened) -> None:
    root = ROOT[opened[0]]
    opened[1].put("lab/a.pdf", b"")
    source = open_(opened, "lab/")

    assert source.address == f"{root}/lab"
    assert open_(opened).address == root
    assert source.address_of((await listed(source))[0]) == f"{root}/lab/a.pdf"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, SourceRejected),
        (404, SourceNotFound),
        (429, SourceUnreachable),
        (503, SourceUnreachable),
        (400, SourceError),
    ],
)
async def test_failures_are_told_apart_and_repeat_nothing_of_the_server(
    opened: Opened, status: int, error: type[SourceError]
) -> None:
    opened[1].fails_with = status

    with pytest.raises(error) as caught:
        await listed(open_(opened))
    assert caught.type is error
    assert "secret" not in str(caught.value)


async def test_a_token_that_is_not_good_is_rejected(opened: Opened) -> None:
    with pytest.raises(SourceRejected):
        await listed(open_(opened, token="another"))  # noqa: S106 - no secret


async def test_a_container_that_there_is_not(opened: Opened) -> None:
    with pytest.raises(SourceNotFound):
        await listed(open_(opened, container="other"))


async def test_a_content_that_breaks_off_is_no_content(opened: Opened) -> None:
    opened[1].put("a.pdf", b"%PDF-1.7")
    source = open_(opened)
    [manual] = await listed(source)
    opened[1].cut_short = True

    with pytest.raises(SourceUnreachable):
        await content(source, manual)


async def test_a_server_that_is_away_is_unreachable(opened: Opened) -> None:
    source = open_(opened)
    kind, _, sources = opened
    with object_store(kind) as other:
        url = other.url

    async def shown() -> str:
        return TOKEN

    gone: ManualSource = (
        GoogleStorage("manuals", "", shown, url)
        if kind == "google"
        else AzureBlob("account", "manuals", "", shown, url)
    )
    sources.append(gone)
    with pytest.raises(SourceUnreachable):
        await listed(gone)
    assert await listed(source) == []


async def test_an_answer_that_is_no_list_says_so(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answered(*_: object) -> bytes:
        return b"<html>A proxy"

    source = open_(opened)
    monkeypatch.setattr("paillasse.adapters.manual_sources.connection.Connection.get", answered)

    with pytest.raises(SourceError, match="not one of"):
        await listed(source)
