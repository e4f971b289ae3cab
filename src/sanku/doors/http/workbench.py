"""The workbench: a page for people, of files written by hand; nothing on it comes from elsewhere or is made from text.

The files hold no data and need no token; what they show they fetch from ``/v1``, with the token that a person gives.
"""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sanku.doors.http.replies import Problem

_FOLDER = files("sanku.doors.http") / "page"
_TYPES = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_FILES = {
    one.name: one.read_bytes() for one in _FOLDER.iterdir() if one.name.rpartition(".")[2] in _TYPES and one.is_file()
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

OPEN_PATHS = frozenset({"/", "/workbench/", *(f"/workbench/{name}" for name in _FILES)})
"""What is shown without a token."""

router = APIRouter(include_in_schema=False)


@router.get("/")
async def begin(request: Request) -> Response:
    """Lead people who type the address to the page."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/workbench/", 307)


@router.get("/workbench/")
async def index() -> Response:
    """Return the page."""
    return _file("index.html")


@router.get("/workbench/{name}")
async def part(name: str) -> Response:
    """Return a script or the styles."""
    return _file(name)


def _file(name: str) -> Response:
    if name not in _FILES:
        raise Problem(404, "not-served", "not found", "没有这个接口")
    return Response(_FILES[name], 200, {**_HEADERS, "Content-Type": _TYPES[name.rpartition(".")[2]]})
