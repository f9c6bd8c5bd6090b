"""The documentation of the API as a page to try it on, without the internet."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from paillasse.api.policy import PUBLIC, allows, router

PATH, SCHEMA = "/api/docs", "/api/openapi.json"
_ASSETS = f"{PATH}/assets"
_CONTENT_POLICY = (
    "default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""The page starts itself with a script of its own."""

router = router("Documentation")


@router.get(PATH, include_in_schema=False, response_class=HTMLResponse)
@allows(PUBLIC)
async def documentation(request: Request) -> HTMLResponse:
    """Swagger UI."""
    page = get_swagger_ui_html(
        openapi_url=SCHEMA,
        title=f"{request.app.title} API",
        swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{_ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{_ASSETS}/favicon.png",
        swagger_ui_parameters={"persistAuthorization": False, "defaultModelsExpandDepth": 0},
    )
    page.headers["Content-Security-Policy"] = _CONTENT_POLICY
    return page


def mount_assets(app: FastAPI) -> None:
    """What the page loads."""
    app.mount(_ASSETS, StaticFiles(packages=[("fastapi_offline", "static")]), name="documentation-assets")
