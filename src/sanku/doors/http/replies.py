"""Answers that are not decisions: JSON, and problems as one sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from starlette.responses import Response

JSON = "application/json"
RETRY_SECONDS = "1"


class Problem(Exception):  # noqa: N818 - the word of RFC 9457, an answer and no fault of ours
    """Why a request is not served.

    Args:
        status: HTTP status.
        code: Its name.
        en: English sentence.
        zh: Chinese sentence.
        path: Place inside the message.
    """

    def __init__(self, status: int, code: str, en: str, zh: str, path: str = "") -> None:
        super().__init__(en)
        self.status, self.code, self.en, self.zh, self.path = status, code, en, zh, path


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return plain data or structs as JSON."""
    return Response(msgspec.json.encode(value), status, headers, JSON)


def refusal(problem: Problem) -> Response:
    """Return a problem as the answer to a request."""
    body = {"error": problem.code, "message": problem.en, "message_zh": problem.zh, "path": problem.path}
    return reply(body, problem.status, headers_of(problem))


def headers_of(problem: Problem) -> dict[str, str]:
    """Return the headers of a problem's answer: when to come back, or how to be admitted."""
    match problem.status:
        case 503:
            return {"Retry-After": RETRY_SECONDS}
        case 401:
            return {"WWW-Authenticate": "Bearer"}
        case _:
            return {}


Form = Callable[[Problem], Response]
"""How a door words a problem."""


class Refusals:
    """Problems in the form of the door that was asked.

    Args:
        forms: Beginning of a path to the form below it; everywhere else it is ``refusal``.
    """

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = dict(forms)

    def __call__(self, path: str, problem: Problem) -> Response:
        """Return the answer."""
        form = next((form for start, form in self._forms.items() if path.startswith(start)), refusal)
        return form(problem)


def too_many() -> Problem:
    """Return the answer of a full queue."""
    return Problem(503, "busy", "too many requests are in work; try again", "请求过多，请稍后重试")
