"""The application of one process: its parts, its routes, its beginning and its end."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import sanku
from sanku.doors.cdshooks import read_issuers
from sanku.doors.http import answering, asking, deciding, hooks, metrics, national, running, settings
from sanku.doors.http.clock import Clock, china_time
from sanku.doors.http.described import schemas
from sanku.doors.http.gate import Gate
from sanku.doors.http.logs import make_log
from sanku.doors.http.parts import Parts
from sanku.doors.http.replies import Problem, Refusals
from sanku.doors.http.settings import Settings
from sanku.doors.http.tokens import read_tokens
from sanku.doors.http.watch import Watch
from sanku.doors.http.work import Work
from sanku.ledger.database import open_ledger
from sanku.ledger.writer import LedgerWriter
from sanku.service import Editions, Service

_ABOUT = "Judges medical-insurance claim events. 三库：医保事件判断、提醒、说明、台账。"


def from_environment() -> FastAPI:
    """Return the application for the settings that ``kb serve`` left; uvicorn calls this in each process."""
    return create_app(settings.from_environment())


def create_app(given: Settings, clock: Clock = china_time) -> FastAPI:
    """Return the application.

    Args:
        given: The settings.
        clock: Civil time of arrival.

    Raises:
        KnowledgeError: A base has errors.
        LedgerUnavailableError: The ledger's URL cannot be used.
        TokenFileError: The token file cannot be used.
        IssuerFileError: The file of issuers cannot be used.
    """
    log = make_log()
    tokens = None if given.tokens is None else read_tokens(Path(given.tokens))
    issuers = None if given.issuers is None else read_issuers(Path(given.issuers))
    editions = Editions(given.places)
    engine = open_ledger(given.ledger)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        writer = LedgerWriter(engine)
        work = Work(given.threads, given.most_waiting, given.deadline_ms)
        watch = Watch(editions, Path(given.state), log, files=given.watch)
        app.state.parts = Parts(Service(editions, engine, writer), work, clock, watch, log, given, issuers)
        log.info("serving", editions=dict(editions.named), process=os.getpid())
        yield
        watch.close()
        work.close()
        writer.close()
        engine.dispose()
        metrics.mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]  # the library has no annotation there

    app = FastAPI(title="sanku", version=sanku.__version__, description=_ABOUT, lifespan=life, redoc_url=None)
    refuse = Refusals({national.PREFIX: national.refusals(clock)})
    app.middleware("http")(Gate(tokens, log, refuse, () if issuers is None else (hooks.PREFIX,)))
    for routes in (deciding, answering, asking, national, running, hooks):
        app.include_router(routes.router)
    _answer_problems(app, refuse)
    _describe(app)
    return app


def _answer_problems(app: FastAPI, refuse: Refusals) -> None:
    """Give every refusal one form, whoever refuses."""

    @app.exception_handler(Problem)
    async def _(request: Request, problem: Problem) -> Response:
        return refuse(request.url.path, problem)

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"][1:]))
        problem = Problem(422, "wrong-form", str(first["msg"]).lower(), "参数不符合要求", place)
        return refuse(request.url.path, problem)

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> Response:
        problem = Problem(error.status_code, "not-served", str(error.detail).lower(), "没有这个接口")
        answer = refuse(request.url.path, problem)
        answer.headers.update(error.headers or {})
        return answer


def _describe(app: FastAPI) -> None:
    made = app.openapi

    def openapi() -> dict[str, Any]:
        described = made()
        described.setdefault("components", {}).setdefault("schemas", {}).update(schemas())
        return described

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the page
