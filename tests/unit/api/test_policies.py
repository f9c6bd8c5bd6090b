"""Every route there is, whoever adds it: nobody passes who may not, whatever the body."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi.routing import APIRoute

from paillasse.access.types import Role
from paillasse.api.policy import PUBLIC, GuardedRoute, allows, router
from service_bench import ServiceBench

GARBAGE = b'{"\xff'

OPEN = {
    ("GET", "/api/docs"),
    ("GET", "/api/v1/auth/options"),
    ("GET", "/api/v1/auth/oidc/callback"),
    ("GET", "/api/v1/auth/oidc/start"),
    ("GET", "/livez"),
    ("GET", "/metrics"),
    ("GET", "/readyz"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/setup"),
    ("POST", "/api/v1/auth/sign-in"),
    ("POST", "/api/v1/auth/sign-out"),
}
"""What anybody may call: a route that joins them is a decision."""


def path_of(route: APIRoute) -> str:
    return re.sub(r"{[^}]+}", "1", route.path)


def code_of(response: httpx.Response) -> str:
    """Of a problem, or of an error as OpenAI's clients read it."""
    told = response.json()
    return told.get("error", told)["code"]


async def test_every_route_has_a_policy_and_the_open_ones_are_known(bench: ServiceBench) -> None:
    found = list(bench.routes())
    assert len(found) > 20
    assert all(isinstance(route, GuardedRoute) for route, _ in found)
    public = {(method, route.path) for route, method in found if route.policy.role is None}  # type: ignore[attr-defined]
    assert public == OPEN


def test_a_route_that_says_not_who_may_call_it_cannot_be_made() -> None:
    routes = router("Things")
    with pytest.raises(TypeError, match="add @allows"):

        @routes.get("/things")
        async def things() -> None:
            """Lists them."""


async def test_a_stranger_is_turned_away_before_his_body_is_read(bench: ServiceBench) -> None:
    async with bench.client() as stranger:
        for route, method in bench.routes():
            if route.policy.role is not None:  # type: ignore[attr-defined]
                response = await stranger.request(method, path_of(route), content=GARBAGE)
                assert response.status_code == 401, (method, route.path)
                assert code_of(response) == "not_signed_in"
                assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("bearer", ["", "x", "plk_1_2", "Bearer", "a.b.c", "é"])
async def test_a_bad_token_is_no_token(bench: ServiceBench, bearer: str) -> None:
    async with bench.client() as stranger:
        response = await stranger.get("/api/v1/me", headers={"Authorization": f"Bearer {bearer}".encode()})
        assert response.status_code == 401


async def test_a_lower_role_is_turned_away_before_its_body_is_read(bench: ServiceBench) -> None:
    for role in Role:
        await bench.user(role.value, role)
    turned_away = 0
    for route, method in bench.routes():
        needed: Role | None = route.policy.role  # type: ignore[attr-defined]
        for role in Role:
            if needed is not None and role.rank < needed.rank:
                async with bench.client(role.value) as client:
                    response = await client.request(method, path_of(route), content=GARBAGE)
                assert (response.status_code, code_of(response)) == (403, "forbidden"), (method, route.path)
                turned_away += 1
    assert turned_away >= 20


async def test_a_role_that_suffices_is_let_in(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        assert (await client.get("/api/v1/admin/users")).status_code == 200


async def test_a_suspension_holds_at_once(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    marie = await bench.user("marie")
    async with bench.client("ada") as ada, bench.client("marie") as client:
        assert (await client.get("/api/v1/me")).status_code == 200
        assert (await ada.patch(f"/api/v1/admin/users/{marie}", json={"suspended": True})).status_code == 200
        assert (await client.get("/api/v1/me")).status_code == 401


def test_the_policy_stands_under_the_decorator_of_the_route() -> None:
    @allows(PUBLIC)
    async def endpoint() -> None:
        """Does nothing."""

    routes = router("Things")
    routes.add_api_route("/things", endpoint)
    [route] = routes.routes
    assert isinstance(route, GuardedRoute)
    assert route.policy.role is None
