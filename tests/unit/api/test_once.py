from __future__ import annotations

import asyncio

from paillasse.access.types import COMMAND_LINE, Role
from service_bench import ServiceBench

COLLECTIONS = "/api/v1/admin/collections"
KEY = {"Idempotency-Key": "6f1c"}


async def test_a_request_that_is_sent_again_is_carried_out_once(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as ada:
        first = await ada.post(COLLECTIONS, json={"name": "histology"}, headers=KEY)
        again = await ada.post(COLLECTIONS, json={"name": "histology"}, headers=KEY)
        assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        without = await ada.post(COLLECTIONS, json={"name": "histology"})
        assert without.status_code == 409


async def test_ten_at_once_make_one(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as ada:
        sent = [ada.post(COLLECTIONS, json={"name": "histology"}, headers=KEY) for _ in range(10)]
        statuses = {response.status_code for response in await asyncio.gather(*sent)}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert [each.name for each in await bench.access.membership.list()] == ["default", "histology"]


async def test_a_key_belongs_to_one_request_of_one_user(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    await bench.user("eve", Role.ADMIN)
    async with bench.client("ada") as ada, bench.client("eve") as eve:
        await ada.post(COLLECTIONS, json={"name": "one"}, headers=KEY)
        other = await ada.post(COLLECTIONS, json={"name": "two"}, headers=KEY)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert (await eve.post(COLLECTIONS, json={"name": "two"}, headers=KEY)).status_code == 201


async def test_what_failed_may_be_tried_again(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as ada:
        assert (await ada.post(COLLECTIONS, json={"name": ""}, headers=KEY)).status_code == 422
        assert (await ada.post(COLLECTIONS, json={"name": "one"}, headers=KEY)).status_code == 201


async def test_what_was_readable_then_and_is_not_now_is_not_given_again(bench: ServiceBench) -> None:
    ada = await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        await client.post(COLLECTIONS, json={"name": "one"}, headers=KEY)
        await bench.access.membership.remove_member(COMMAND_LINE, "default", ada)
        again = await client.post(COLLECTIONS, json={"name": "one"}, headers=KEY)
    assert again.json()["code"] == "idempotency_key_reused"


async def test_a_secret_is_not_kept_to_be_given_again(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client("marie") as client:
        body = {"name": "LIMS", "collections": ["default"]}
        first, second = [(await client.post("/api/v1/me/keys", json=body, headers=KEY)).json() for _ in range(2)]
    assert first["secret"] != second["secret"]


async def test_a_key_has_a_length(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as ada:
        for key in ("", "k" * 256):
            response = await ada.post(COLLECTIONS, json={"name": "one"}, headers={"Idempotency-Key": key})
            assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_unsuitable")


async def test_what_is_deleted_is_not_given_again(bench: ServiceBench) -> None:
    ada = await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        await client.post(COLLECTIONS, json={"name": "one"}, headers=KEY)
        await bench.service.idempotency.forget_all(ada)
        assert (await client.post(COLLECTIONS, json={"name": "one"}, headers=KEY)).status_code == 409
