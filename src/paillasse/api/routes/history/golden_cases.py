"""Golden cases that came of feedback, for experts."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Response

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, ReaderOf, ServiceOf
from paillasse.api.etags import VersionsOf
from paillasse.api.pages import Behind, Limit
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.history.golden_cases import CaseIn, GoldenCaseOut, GoldenCasesOut, GoldenSetVersionOut
from paillasse.errors.releases import ReleaseNotFound
from paillasse.experiments.datasets.versions import DatasetShelf
from paillasse.history.types import Place

_AT_ONCE = 100
"""Cases read at a time for an export."""
_LINES = "application/jsonl"

router = router("Feedback", prefix="/api/v1/golden-cases")


@router.get("")
@allows(Role.EXPERT)
async def golden_cases(service: ServiceOf, reader: ReaderOf, behind: Behind, limit: Limit = 20) -> GoldenCasesOut:
    """What came of accepted feedback, the oldest first: questions whose collections one is all a member of."""
    return GoldenCasesOut.of(await service.cases.list(reader, limit, behind), limit)


@router.get(
    "/export",
    response_class=Response,
    responses={HTTPStatus.OK: {"content": {_LINES: {}}, "description": "A golden set"}},
)
@allows(Role.EXPERT)
async def export(service: ServiceOf, reader: ReaderOf) -> Response:
    """All of them as a golden set, one JSON object a line, which `paillasse eval` reads."""
    lines: list[str] = []
    behind: Place | None = None
    while page := await service.cases.list(reader, _AT_ONCE, behind):
        lines += [f"{kept.case.model_dump_json()}\n" for kept in page]
        behind = page[-1].place
    headers = {"Content-Disposition": 'attachment; filename="golden-cases.jsonl"'}
    return Response("".join(lines), media_type=_LINES, headers=headers)


@router.get("/versions", responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
@allows(Role.EXPERT)
async def versions(service: ServiceOf) -> list[GoldenSetVersionOut]:
    """Golden sets that releases were measured with, as they were, the newest first; `reviewed` came of feedback."""
    try:
        desk = await service.releases()
    except ReleaseNotFound:  # nothing was ever measured
        return []
    return [GoldenSetVersionOut.of(version) for version in await DatasetShelf(desk.shelf.tracker).versions()]


@router.put(
    "/{case_id}",
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@allows(Role.EXPERT)
async def edit(
    case_id: str, body: CaseIn, service: ServiceOf, reader: ReaderOf, actor: ActorOf, versions: VersionsOf
) -> GoldenCaseOut:
    """Change what a golden case asks and what is right about it; the whole of it is replaced.

    With its `version` as `If-Match`, one that somebody else has changed meanwhile is not overwritten.
    """
    changed = await service.cases.edit(case_id, body.expected, actor, reader, versions.expected)
    versions.became(changed.version)
    return GoldenCaseOut.of(changed)


@router.delete("/{case_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.EXPERT)
async def remove(case_id: str, service: ServiceOf, reader: ReaderOf, actor: ActorOf) -> None:
    """Remove a golden case for good; the feedback that it came of stays accepted."""
    await service.cases.remove(case_id, actor, reader)
