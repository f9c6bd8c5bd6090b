from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from google_account import service_account
from local_http import QuietHandler, serving
from object_stores import TOKEN, object_store
from paillasse.adapters.manual_sources import google_storage
from paillasse.adapters.manual_sources.azure_blob import AzureBlob
from paillasse.adapters.manual_sources.azure_token import AzureToken
from paillasse.adapters.manual_sources.opening import open_source
from paillasse.errors.sources import SourceAddressWrong, SourceRejected


@contextmanager
def tokens(status: int = 200):
    """Gives the token of the object stores to whoever asks as Google's or Azure's clients do."""
    asked = []

    class Handler(QuietHandler):
        def do_POST(self):  # noqa: N802 - the name is the base class's
            self.rfile.read(int(self.headers["Content-Length"]))
            self._give({"access_token": TOKEN, "expires_in": 3600})

        def do_GET(self):  # noqa: N802 - likewise
            asked.append((self.headers["X-IDENTITY-HEADER"], parse_qs(urlsplit(self.path).query)))
            self._give({"access_token": TOKEN, "expires_on": "4102444800", "resource": "r", "token_type": "Bearer"})

        def _give(self, answer):
            body = json.dumps(answer if status == 200 else {"error": "invalid_grant"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as url:
        yield url, asked


@pytest.fixture
def no_identity(monkeypatch):
    """Nothing of the machine that runs the tests."""
    for name in ("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("gs://my-bucket", "GoogleStorage"),
        ("gs://my.bucket_1/lab/été/", "GoogleStorage"),
        ("az://account/container", "AzureBlob"),
        ("az://account/container/lab/", "AzureBlob"),
    ],
)
async def test_an_address_says_what_stands_behind_it(address, kind):
    source = open_source(address)

    assert type(source).__name__ == kind
    assert source.address == address.rstrip("/")
    await source.close()


@pytest.mark.parametrize("address", ["gs://", "gs://Bucket!", "az://account", "az://a/b", "s3://bucket", "manuals/"])
def test_what_is_no_address_says_how_one_looks(address):
    with pytest.raises(SourceAddressWrong) as caught:
        open_source(address)
    assert "gs://BUCKET" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "module", "extra"),
    [
        ("gs://bucket", "paillasse.adapters.embedding.remote.google_token", "vertexai"),
        ("az://account/container", "paillasse.adapters.manual_sources.azure_token", "azure"),
    ],
)
def test_a_package_that_is_not_installed_says_which_extra_has_it(monkeypatch, address, module, extra):
    monkeypatch.setattr(f"{module}.find_spec", lambda _name: None)

    with pytest.raises(SourceRejected, match="not installed") as caught:
        open_source(address)
    assert f"paillasse[{extra}]" in caught.value.hint


async def test_a_service_account_of_google_reads_a_bucket(monkeypatch, tmp_path: Path, no_identity):
    with object_store("google") as objects, tokens() as (url, _):
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(tmp_path, url)))
        objects.put("a.pdf", b"%PDF-")
        source = open_source("gs://manuals")
        monkeypatch.setattr(source, "_objects", f"{objects.url}/storage/v1/b/manuals/o")

        assert [manual.name async for manual in source.list()] == ["a.pdf"]
        await source.close()
    assert google_storage.URL == "https://storage.googleapis.com"


async def test_a_service_account_that_google_does_not_know_is_rejected(monkeypatch, tmp_path: Path, no_identity):
    with tokens(400) as (url, _):
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(tmp_path, url)))
        source = open_source("gs://manuals")

        with pytest.raises(SourceRejected):
            await anext(source.list())
        await source.close()


async def test_a_managed_identity_of_azure_reads_a_container(monkeypatch, no_identity):
    with object_store("azure") as objects, tokens() as (url, asked):
        monkeypatch.setenv("AZURE_CLIENT_ID", "which")
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "shown")
        objects.put("a.pdf", b"%PDF-")
        source = AzureBlob("account", "manuals", "", AzureToken(), objects.url)

        assert [manual.name async for manual in source.list()] == ["a.pdf"]
        assert [manual.name async for manual in source.list()] == ["a.pdf"]
        await source.close()
    [(header, query)] = asked
    assert header == "shown"
    assert query["resource"] == ["https://storage.azure.com"]
    assert query["client_id"] == ["which"]


async def test_a_managed_identity_that_azure_refuses_is_rejected(monkeypatch, no_identity):
    with tokens(400) as (url, _):
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "shown")

        with pytest.raises(SourceRejected):
            await AzureToken()()
