from __future__ import annotations

import logging

import pytest
from fastapi import Request

from paillasse.access import errors as access_errors
from paillasse.access.types import Role
from paillasse.api import problems
from paillasse.api.policy import PUBLIC, allows, router
from paillasse.errors import jobs as job_errors
from paillasse.errors import manuals as manual_errors
from paillasse.errors import models as model_errors
from paillasse.errors import storage as storage_errors
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import StorageError
from service_bench import ServiceBench


def descendants(kind: type[PaillasseError]) -> set[type[PaillasseError]]:
    return {kind}.union(*(descendants(each) for each in kind.__subclasses__()))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (access_errors.NotSignedIn("x"), 401),
        (access_errors.RefreshSuperseded("x"), 401),
        (access_errors.UnsuitablePassword("x"), 422),
        (access_errors.TooManyAttempts("x", retry_after=7), 429),
        (job_errors.JobNotFound("x"), 404),
        (job_errors.JobNotRetriable("x"), 409),
        (manual_errors.EncryptedPdf("x"), 422),
        (manual_errors.FileTooLarge("x"), 413),
        (storage_errors.DiskFull("x"), 507),
        (storage_errors.HomeCorrupt("x"), 503),
        (model_errors.EmbedderBusy("x", retry_after=1.6), 503),
        (PaillasseError("x"), 500),
    ],
)
def test_the_nearest_class_decides(error: PaillasseError, status: int) -> None:
    assert problems.status_of(error) == status


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in descendants(PaillasseError) if kind.__module__.startswith("paillasse")]
    assert len(codes) == len(set(codes))


def test_when_to_come_back() -> None:
    assert problems.headers_of(access_errors.TooManyAttempts("x", retry_after=7)) == {"Retry-After": "7"}
    assert problems.headers_of(model_errors.EmbedderBusy("x", retry_after=1.6)) == {"Retry-After": "2"}
    assert problems.headers_of(StorageError("x")) == {"Retry-After": "5"}
    assert problems.headers_of(manual_errors.DocumentNotFound("x")) == {}


async def test_what_failed_on_our_side_is_in_the_log_and_not_in_the_answer(
    bench: ServiceBench, caplog: pytest.LogCaptureFixture
) -> None:
    routes = router("Broken")

    @routes.get("/down")
    @allows(PUBLIC)
    async def down() -> None:
        """Fails as the database does."""
        raise StorageError("The database refused: connection to 10.1.2.3 failed")

    @routes.get("/defect")
    @allows(PUBLIC)
    async def defect(request: Request) -> None:
        """Fails as nobody foresaw."""
        raise KeyError(request.url.path)

    bench.app.include_router(routes)
    async with bench.client() as client:
        with caplog.at_level(logging.ERROR):
            first = await client.get("/down")
            second = await client.get("/defect", headers={"X-Request-ID": "given-by-me"})
    assert (first.status_code, first.json()["code"]) == (503, "storage_error")
    assert "10.1.2.3" not in first.text
    assert "10.1.2.3" in caplog.text
    assert (second.status_code, second.json()["code"]) == (500, "internal_error")
    assert second.json()["request_id"] == second.headers["x-request-id"] == "given-by-me"
    assert "KeyError" in caplog.text
    assert "KeyError" not in second.text


async def test_a_request_that_does_not_fit_says_where_and_repeats_nothing(bench: ServiceBench) -> None:
    async with bench.client() as client:
        secret = {"name": ["not a name"], "password": {"s3cret": 1}}
        response = await client.post("/api/v1/auth/sign-in", json=secret)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (body["code"], body["type"]) == ("invalid_request", "urn:paillasse:error:invalid_request")
    assert {each["where"] for each in body["errors"]} == {"body.name", "body.password"}
    assert "s3cret" not in response.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/livez", 405)])
async def test_what_there_is_not_is_a_problem_too(bench: ServiceBench, method: str, path: str, status: int) -> None:
    async with bench.client() as client:
        response = await client.request(method, path)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_no_text_is_a_bad_request(bench: ServiceBench) -> None:
    async with bench.client() as client:
        json = {"Content-Type": "application/json"}
        response = await client.post("/api/v1/auth/sign-in", content=b'{"name": "\xff"}', headers=json)
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


async def test_a_body_that_is_too_long_is_refused(bench: ServiceBench) -> None:
    async with bench.client() as client:
        response = await client.post("/api/v1/auth/sign-in", json={"name": "a" * (1 << 20), "password": ""})
    assert response.status_code == 413


async def test_the_documentation_names_the_problems_of_each_route(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client() as client:
        paths = (await client.get("/api/openapi.json")).json()["paths"]
    revoke = paths["/api/v1/me/keys/{key_id}"]["delete"]
    assert {"204", "401", "403", "404", "422", "503"} == set(revoke["responses"])
    assert list(revoke["responses"]["404"]["content"]) == ["application/problem+json"]
    assert revoke["security"] == [{"bearer": []}]
    assert "security" not in paths["/api/v1/auth/sign-in"]["post"]
    assert {"400", "413", "409"} <= set(paths["/api/v1/me/keys"]["post"]["responses"])
