from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paillasse.storage.codec import decode, encode
from paillasse.types.answers import Citation, Claim, Usage
from paillasse.types.documents import Chunk, Metadata
from paillasse.types.ingestion import IngestionRecord
from paillasse.types.pages import Page
from sample_content import content


@pytest.mark.parametrize("kind", [Chunk, Page, Metadata, IngestionRecord, Citation, Claim, Usage])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_value_survives_json(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    read = decode(kind, json.loads(json.dumps(encode(value))))
    assert read == value
    assert repr(read) == repr(value)  # tells -0.0 from 0.0, True from 1, an enum from its value


def test_defaults_are_not_written() -> None:
    assert encode(Metadata("T")) == {"title": "T"}


def test_a_falsy_value_unlike_the_default_is_written() -> None:
    @dataclass(frozen=True, slots=True)
    class Sample:
        share: float = 0.0

    assert encode(Sample(-0.0)) == {"share": -0.0}


def test_a_field_unknown_when_stored_takes_its_default() -> None:
    chunk = content().chunks[0]
    stored = encode(chunk)
    assert "warnings" not in stored
    assert decode(Chunk, stored).warnings == ()
