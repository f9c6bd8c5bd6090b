from __future__ import annotations

from access_stores import PASSWORD
from paillasse.access.types import Role
from service_bench import ServiceBench

USERS, COLLECTIONS = "/api/v1/admin/users", "/api/v1/admin/collections"
PAUL = {"username": "paul", "email": "paul@example.org", "password": PASSWORD, "role": "expert"}


async def test_the_life_of_a_user(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as ada:
        missing = await ada.post(USERS, json=PAUL | {"collections": ["nowhere"]})
        assert (missing.status_code, missing.json()["code"]) == (404, "collection_not_found")
        assert [user["username"] for user in (await ada.get(USERS)).json()] == ["ada"]
        made = await ada.post(USERS, json=PAUL | {"collections": ["default"]})
        assert made.status_code == 201
        paul = made.json()["id"]
        assert "hash" not in made.text
        assert (await ada.post(USERS, json=PAUL)).status_code == 409
        changed = await ada.patch(f"{USERS}/{paul}", json={"role": "technician", "suspended": True})
        assert (changed.json()["role"], changed.json()["suspended"]) == ("technician", True)
        assert (await ada.patch(f"{USERS}/{paul}", json={})).json() == changed.json()
        assert (await ada.patch(f"{USERS}/{paul}", json={"suspended": False})).json()["suspended"] is False
        reset = await ada.put(f"{USERS}/{paul}/password", json={"password": "another good password"})
        assert reset.status_code == 204
        signed_in = await ada.post("/api/v1/auth/sign-in", json={"name": "paul", "password": "another good password"})
        assert signed_in.status_code == 200
        assert (await ada.delete(f"{USERS}/{paul}")).status_code == 204
        bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        assert (await ada.get("/api/v1/me", headers=bearer)).status_code == 401
        assert [user["username"] for user in (await ada.get(USERS)).json()] == ["ada"]


async def test_somebody_has_to_administer(bench: ServiceBench) -> None:
    ada = await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        for change in ({"role": "expert"}, {"suspended": True}):
            response = await client.patch(f"{USERS}/{ada}", json=change)
            assert (response.status_code, response.json()["code"]) == (409, "last_administrator")
        response = await client.delete(f"{USERS}/{ada}")
        assert (response.status_code, response.json()["code"]) == (409, "last_administrator")


async def test_nobody_is_not_found(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        for response in (
            await client.patch(f"{USERS}/nobody", json={}),
            await client.delete(f"{USERS}/nobody"),
            await client.put(f"{USERS}/nobody/password", json={"password": PASSWORD}),
            await client.put(f"{COLLECTIONS}/default/members/nobody"),
        ):
            assert (response.status_code, response.json()["code"]) == (404, "user_not_found")
        for response in (
            await client.get(f"{COLLECTIONS}/nowhere/members"),
            await client.delete(f"{COLLECTIONS}/nowhere/members/nobody"),
        ):
            assert (response.status_code, response.json()["code"]) == (404, "collection_not_found")


async def test_membership_is_what_may_be_read(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    marie = await bench.user("marie")
    async with bench.client("ada") as ada, bench.client("marie") as client:
        made = await ada.post(COLLECTIONS, json={"name": "histology"})
        assert (made.status_code, made.json()["title"]) == (201, "histology")
        assert (await ada.post(COLLECTIONS, json={"name": "histology"})).status_code == 409
        assert {each["name"] for each in (await ada.get(COLLECTIONS)).json()} == {"default", "histology"}
        member = f"{COLLECTIONS}/histology/members/{marie}"
        assert (await ada.put(member)).status_code == 204
        [only] = (await ada.get(f"{COLLECTIONS}/histology/members")).json()
        assert only["username"] == "marie"
        assert (await client.get("/api/v1/me")).json()["collections"] == ["default", "histology"]
        assert (await ada.delete(member)).status_code == 204
        assert (await client.get("/api/v1/me")).json()["collections"] == ["default"]


async def test_what_was_done_is_in_the_audit_log(bench: ServiceBench) -> None:
    ada = await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        await client.post(COLLECTIONS, json={"name": "histology"})
        first, second, *_ = (await client.get("/api/v1/admin/audit")).json()
        assert (first["actor"], first["action"], first["target"]) == (ada, "collection_create", "histology")
        assert first["network"] == "127.0.0.0/24"
        page = await client.get("/api/v1/admin/audit", params={"limit": 1, "before": first["number"]})
        assert page.json() == [second]
        made = await client.get("/api/v1/admin/audit", params={"action": "collection_create", "user": ada})
        assert made.json() == [first]
        assert (await client.get("/api/v1/admin/audit", params={"action": "job_retry"})).json() == []
