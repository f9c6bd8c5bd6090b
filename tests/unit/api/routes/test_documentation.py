from __future__ import annotations

import re

from service_bench import ServiceBench


async def test_the_page_needs_nothing_from_elsewhere(bench: ServiceBench) -> None:
    async with bench.client() as client:
        page = await client.get("/api/docs")
        assert page.status_code == 200
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(loaded) == 3
        for path in loaded:
            assert path.startswith("/api/docs/assets/")
            assert (await client.get(path)).status_code == 200
        assert "'unsafe-inline'" in page.headers["content-security-policy"]
        assert "script-src" not in (await client.get("/livez")).headers["content-security-policy"]


async def test_assets_are_files_of_one_folder(bench: ServiceBench) -> None:
    async with bench.client() as client:
        for path in ("../core.py", "%2e%2e/core.py", "nothing.js"):
            assert (await client.get(f"/api/docs/assets/{path}")).status_code == 404
