"""``checks:`` of ``kb.yaml``: what a base makes of each check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from sanku.catalog.nodes import CheckSetting
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic, Severity

OFF = "off"


def with_settings(found: Iterable[Diagnostic], settings: Mapping[str, CheckSetting]) -> Iterator[Diagnostic]:
    """Yield diagnostics with the severity that ``kb.yaml`` gives their check; none of a check that is off."""
    for one in found:
        setting = settings.get(one.code)
        if setting is None:
            yield one
        elif setting.severity != OFF:
            yield msgspec.structs.replace(one, severity=Severity(setting.severity))


def setting_problems(
    settings: Mapping[str, CheckSetting], allowable: Collection[str], fixed: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield an error for each name under ``checks:`` that no check has, or whose severity cannot be set."""
    for code, setting in settings.items():
        if code in fixed:
            message, advice = f"`{code}` stays an error: a base is not read with it", "delete the line"
            yield Diagnostic("unknown-check", message, setting.span, help=advice)
        elif code not in allowable:
            near = nearest(code, allowable)
            advice = f"did you mean `{near}`?" if near else "the name stands in brackets behind `error` or `warning`"
            yield Diagnostic("unknown-check", f"no check is called `{code}`", setting.span, help=advice)
