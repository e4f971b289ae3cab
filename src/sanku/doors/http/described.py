"""What the OpenAPI page says of bodies that are read without FastAPI's models: the event, the answer, problems."""

from __future__ import annotations

from typing import Any

import msgspec

from sanku.claim.event import ClaimEvent
from sanku.doors.cdshooks import Feedback, HookCall
from sanku.service import Answer

_REF = "#/components/schemas/{name}"
_MEANING = {
    400: "not JSON",
    404: "there is no such thing",
    409: "refused; the old editions are kept",
    413: "too large",
    422: "it cannot be read",
    503: "busy or without its ledger: try again after `Retry-After` seconds",
}


def _body(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": _REF.format(name=name)}}}
    return {"requestBody": {"required": True, "content": content}}


EVENT_BODY = _body("ClaimEvent")
ANSWER_BODY = _body("Answer")
MESSAGE_BODY = _body("NationalMessage")
HOOK_BODY = _body("HookCall")
FEEDBACK_BODY = _body("Feedback")


def answers_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the statuses that a route answers besides 200, with what they mean."""
    return _described("Problem", statuses)


def enveloped(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the same for a route of the national interface, which refuses in its envelope."""
    return _described("NationalAnswer", statuses)


def _described(name: str, statuses: tuple[int, ...]) -> dict[int | str, dict[str, Any]]:
    common = (400, 401) if {413} & set(statuses) else (401,)
    content = {"application/json": {"schema": {"$ref": _REF.format(name=name)}}}
    return {
        status: {"description": _MEANING.get(status, "no valid token"), "content": content}
        for status in (*common, *statuses)
    }


def schemas() -> dict[str, Any]:
    """Return the components that the bodies refer to."""
    event = ClaimEvent.model_json_schema(ref_template=_REF.replace("{name}", "{model}"))
    forms = (Answer, HookCall, Feedback)
    _, answer = msgspec.json.schema_components(forms, schema_hook=_anything, ref_template=_REF)
    text = {"type": "string"}
    problem = {"type": "object", "properties": dict.fromkeys(("error", "message", "message_zh", "path"), text)}
    asked = {"type": "object", "properties": {"infno": text, "input": {"type": "object"}}, "required": ["input"]}
    given = dict.fromkeys(("inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "warn_msg"), text)
    replied = {"type": "object", "properties": {"infcode": {"type": "integer"}, **given, "output": {"type": "object"}}}
    national = {"NationalMessage": asked, "NationalAnswer": replied}
    return {**event.pop("$defs", {}), "ClaimEvent": event, **answer, "Problem": problem, **national}


def _anything(form: type) -> dict[str, Any]:
    """Return the schema of what is read later, by somebody else: a FHIR resource."""
    if form is object:
        return {"description": "part of a FHIR R4 resource"}
    raise NotImplementedError
