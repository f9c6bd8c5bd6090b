"""Forms with a file, as they come over the wire: whole, in any pieces, broken or made to harm."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.api.routes.jobs.form import UploadForm
from paillasse.errors.jobs import UploadMalformed

TYPE = "multipart/form-data; boundary=XX"


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def field(name: str, value: bytes) -> bytes:
    return b'--XX\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)


def file(content: bytes, name: bytes = b"a.pdf") -> bytes:
    head = (
        b'--XX\r\ncontent-disposition: form-data; name="file"; filename="%s"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    return head % name + content + b"\r\n"


END = b"--XX--\r\n"


async def received(body: bytes, size: int = 1 << 16, kind: str = TYPE) -> tuple[dict[str, str], str, bytes]:
    form = UploadForm(kind, pieces(body, size))
    await form.begin()
    content = b"".join([block async for block in form.blocks()])
    return form.fields, form.filename, content


@given(
    st.binary(max_size=300) | st.sampled_from([b"\r\n--X", b"--XX", b"\r\n--XX", b"\r\n--XXa", b"\r" * 9, b"\r\n-"]),
    st.integers(1, 40),
)
async def test_the_file_is_what_was_sent_in_pieces_of_any_size(content: bytes, size: int) -> None:
    body = field("collection", "café".encode()) + file(content, "notice étuve.pdf".encode()) + END
    if b"\r\n--XX" in b"\r\n" + content:
        return  # no sender takes a boundary that the file holds
    assert await received(body, size) == ({"collection": "café"}, "notice étuve.pdf", content)


async def test_fields_behind_the_file_are_not_waited_for() -> None:
    fields, _, content = await received(file(b"x") + field("collection", b"lab") + END)
    assert (fields, content) == ({}, b"x")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no file"),
        (END, "no file"),
        (field("collection", b"lab") + END, "no file"),
        (b"no form at all", "broken"),
        (file(b"x")[:-2], "cut short"),
        (file(b"x"), "cut short"),
        (file(b"x") + file(b"y") + END, "more than one file"),
        (field("a", b"1") * 9 + END, "too many parts"),
        (field("a", b"1" * 1025) + END, "field of the form is too long"),
        (b"--XX\r\n" + b"A: b\r\n" * 9 + b"\r\n", "broken"),
        (b"--XX\r\nA: " + b"b" * 3000 + b"\r\n\r\n", "broken"),
        (b"\r\n" * (40 << 10), "too much beside"),
        (b"--XX\r\n\xff: b\r\n\r\n", "broken"),
    ],
)
async def test_what_is_no_upload(body: bytes, said: str) -> None:
    for size in (1000, 1 << 20):
        with pytest.raises(UploadMalformed, match=said):
            await received(body, size)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", f"x; boundary={'y' * 999}"])
async def test_boundaries_that_are_none(kind: str) -> None:
    with pytest.raises(UploadMalformed, match="boundary"):
        await received(file(b"x") + END, kind=kind)


async def test_what_follows_the_form_is_not_read() -> None:
    stream = pieces(file(b"x") + END + b"z" * (1 << 20), 1000)
    form = UploadForm(TYPE, stream)
    await form.begin()
    assert [block async for block in form.blocks()] == [b"x"]
    assert len(b"".join([rest async for rest in stream])) > 1 << 19
