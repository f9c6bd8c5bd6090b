"""Does a deployed Paillasse work? Send it a sample manual, ask about it, and look at the citation.

    SMOKE_PASSWORD=… python deploy/smoke.py http://localhost:8000 --user smoke

It needs Python alone, and a user who may ingest (role `expert` or `admin`) in the collection. The same manual twice is
one document: it can be run after every deployment. The exit code is 1, with a sentence, when something is not as it
should be.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

MANUAL = Path(__file__).resolve().parents[1] / "samples" / "manuals" / "cyclane_r416_centrifugeuse_fr.pdf"
QUESTION = "Que faire quand la centrifugeuse Cyclane R416 affiche l'erreur E-203 ?"
PAGE, WORD = 16, "balourd"
"""Where that code stands in the manual, and what it means."""


class Unwell(Exception):
    """What is not as it should be."""


class Service:
    """The API, as one user."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._token = ""

    def call(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        """What it answers.

        Raises:
            Unwell: it refuses, or is not there.
        """
        request = urllib.request.Request(self._url + path, body, {"content-type": kind}, method=method)  # noqa: S310
        if self._token:
            request.add_header("authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:  # noqa: S310 - the address is the caller's own
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Unwell(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}") from error
        except OSError as error:
            raise Unwell(f"{method} {path}: {error}") from error

    def sign_in(self, user: str, password: str) -> None:
        """From here on, every call is this user's."""
        body = json.dumps({"name": user, "password": password}).encode()
        self._token = self.call("POST", "/api/v1/auth/sign-in", body)["access_token"]


def until_ready(service: Service, patience: float) -> None:
    """Wait until questions can be answered."""
    end = time.monotonic() + patience
    while True:
        try:
            service.call("GET", "/livez")
            service.call("GET", "/readyz")
        except Unwell:
            if time.monotonic() > end:
                raise
            time.sleep(1)
        else:
            return


def ingested(service: Service, collection: str, patience: float) -> str:
    """The document that the sample becomes."""
    path = f"/api/v1/documents?collection={collection}&filename={MANUAL.name}"
    job = service.call("POST", path, MANUAL.read_bytes(), "application/pdf")
    end = time.monotonic() + patience
    while job["state"] not in {"done", "failed", "cancelled"} and time.monotonic() < end:
        time.sleep(1)
        job = service.call("GET", f"/api/v1/jobs/{job['id']}")
    if job["state"] != "done":
        raise Unwell(f"The sample did not become a document within {patience:.0f} s: {json.dumps(job)}")
    return str(job["document_id"])


def check_answer(answer: dict[str, Any], document: str) -> None:
    """It is answered, and the citation is the row of the table, on its page of this manual."""
    cited = [citation for citation in answer["citations"] if citation["document_id"] == document]
    if answer["outcome"] != "answered" or not cited:
        raise Unwell(f"No answer from the sample: {json.dumps(answer)[:2000]}")
    if not any(c["page"] == PAGE and WORD in c["quote"].lower() and c["rectangles"] for c in cited):
        raise Unwell(f"No citation of page {PAGE} that says “{WORD}”: {json.dumps(cited)[:2000]}")


def main() -> int:
    """Say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--user", default="smoke")
    parser.add_argument("--collection", default="default")
    parser.add_argument("--patience", type=float, default=300, help="seconds, for each of the two waits")
    options = parser.parse_args()
    service = Service(options.url)
    try:
        until_ready(service, options.patience)
        service.sign_in(options.user, os.environ["SMOKE_PASSWORD"])
        document = ingested(service, options.collection, options.patience)
        body = json.dumps({"question": QUESTION, "collections": [options.collection]}).encode()
        answer = service.call("POST", "/api/v1/ask", body)["answer"]
        check_answer(answer, document)
    except Unwell as error:
        print(error, file=sys.stderr)
        return 1
    first = answer["citations"][0]
    print(f"{options.url} answers: “{answer['claims'][0]['text']}” ({first['title']}, page {first['page']})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
