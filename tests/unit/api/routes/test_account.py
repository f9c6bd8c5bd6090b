from __future__ import annotations

from access_stores import PASSWORD
from paillasse.access.types import Role
from service_bench import ServiceBench


async def test_a_key_speaks_for_its_maker_within_its_bounds(bench: ServiceBench) -> None:
    await bench.user("marie", Role.EXPERT, ("default", "histology"))
    async with bench.client("marie") as client:
        body = {"name": "LIMS", "role": "technician", "collections": ["histology"], "days": 30}
        made = await client.post("/api/v1/me/keys", json=body)
        assert made.status_code == 201
        secret, key_id = made.json()["secret"], made.json()["key"]["id"]
        bench.tokens["machine"] = secret
        async with bench.client("machine") as machine:
            me = (await machine.get("/api/v1/me")).json()
            assert (me["role"], me["collections"], me["by_key"]) == ("technician", ["histology"], True)
            assert (await machine.get("/api/v1/admin/users")).status_code == 403
            assert (await machine.post("/api/v1/me/keys", json=body)).status_code == 403
            change = {"present": PASSWORD, "new": PASSWORD + "!"}
            assert (await machine.put("/api/v1/auth/password", json=change)).status_code == 401
            [listed] = (await client.get("/api/v1/me/keys")).json()
            assert (listed["id"], listed["revoked_at"]) == (key_id, None)
            assert secret not in str(listed)
            assert (await client.delete(f"/api/v1/me/keys/{key_id}")).status_code == 204
            assert (await machine.get("/api/v1/me")).status_code == 401


async def test_a_key_is_not_more_than_its_maker(bench: ServiceBench) -> None:
    await bench.user("marie")
    await bench.user("paul", collections=("histology",))
    async with bench.client("marie") as client:
        for more in ({"role": "admin"}, {"collections": ["histology"]}, {"collections": ["nowhere"]}):
            body = {"name": "LIMS", "collections": ["default"]} | more
            response = await client.post("/api/v1/me/keys", json=body)
            assert (response.status_code, response.json()["code"]) == (422, "unsuitable_key")
        assert (await client.post("/api/v1/me/keys", json=body | {"days": 367})).status_code == 422


async def test_somebody_elses_key_is_unknown(bench: ServiceBench) -> None:
    await bench.user("marie")
    await bench.user("paul")
    async with bench.client("marie") as marie, bench.client("paul") as paul:
        made = (await marie.post("/api/v1/me/keys", json={"name": "LIMS", "collections": ["default"]})).json()
        foreign = await paul.delete(f"/api/v1/me/keys/{made['key']['id']}")
        unknown = await paul.delete("/api/v1/me/keys/none")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.json()["detail"] == unknown.json()["detail"]
        assert (await paul.get("/api/v1/me/keys")).json() == []
        assert (await marie.get("/api/v1/me/keys")).json()[0]["revoked_at"] is None
