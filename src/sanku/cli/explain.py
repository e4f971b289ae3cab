"""``kb explain``: a rule, a check or a decision in the words of the people who must live with it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from sanku.checks.registry import CHECKS, page
from sanku.claim.decision import Decision
from sanku.claim.decoding import Problem
from sanku.cli.bases import DEFAULT, load_base
from sanku.cli.screen import print_paragraphs
from sanku.core.text import nearest
from sanku.doors.files.events import read_events
from sanku.explain import (
    VOICES,
    CaseAt,
    Voice,
    Words,
    explain_amendment,
    explain_decision,
    explain_exemption,
    explain_for,
    explain_rule,
)
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Model
from sanku.testing import read_suite
from sanku.testing.naming import cases_by_rule

_DECISIONS = (".json", ".jsonl", ".ndjson")


@click.command("explain")
@click.argument("what")
@click.option("--kb", "base", type=click.Path(path_type=Path), help=f"The knowledge base; for rules default {DEFAULT}.")
@click.option("--lang", type=click.Choice(("zh", "en", "both")), default="zh", show_default=True, help="Language.")
@click.option("--region", default="", help="Of a rule: only what holds in this region (six digits).")
@click.option("--compiled", is_flag=True, help="Of a rule: the code that the event engine runs.")
@click.option("--for", "voice", type=click.Choice(VOICES), help="Of a decision: who reads it.")
@click.option("--event", type=click.Path(path_type=Path), help="Of a decision: its event, for the names of the lines.")
@click.option("--brief", is_flag=True, help="Of a decision: without facts, near misses and ids.")
def command(
    what: str,
    base: Path | None,
    lang: str,
    region: str,
    voice: Voice | None,
    event: Path | None,
    *,
    compiled: bool,
    brief: bool,
) -> None:
    """Explain WHAT: a rule, an exemption, an amendment (RULE@REGION), a check, or a file of decisions.

    A rule is said in one sentence for reviewers who read no rules, with its controls, tables, cases, sources and
    history. Decisions are what `kb decide --json` wrote; `-` reads them from standard input.
    解释规则、豁免、修订、检查项或判断结果；判断结果可用 --for 分别说给医生、患者、审核人员。

    Exit status: 0 explained, 1 the base or the decisions cannot be read, 2 misuse (no such name).
    """
    if what == "-" or Path(what).is_file() or what.endswith(_DECISIONS):
        _decisions(Path(what), base, event, lang, voice, brief=brief)
        return
    if what in CHECKS:
        click.echo(page(what))
        return
    knowledge = load_base(base or Path(DEFAULT))
    _item(knowledge, what, ("zh", "en") if lang == "both" else (lang,), region, compiled=compiled)


def _item(knowledge: KnowledgeBase, what: str, languages: Sequence[str], region: str, *, compiled: bool) -> None:
    model = knowledge.model
    if region and region not in ("000000", *model.catalog.regions):
        known = ", ".join(("000000", *sorted(model.catalog.regions)))
        message = f"the base says nothing of its own for region `{region}`; it has {known}"
        raise click.UsageError(message)
    rule, _, layer = what.partition("@")
    name = _resolved(model, rule)
    if compiled:
        if name not in model.rules:
            message = f"`{name}` is no rule; only rules are compiled"
            raise click.UsageError(message)
        click.echo(knowledge.program.source(name), nl=False)
    elif layer:
        amendments = [one for one in model.amendments if one.rule == name and one.layer == layer]
        if not amendments:
            layers = ", ".join(sorted({one.layer for one in model.amendments if one.rule == name})) or "no region"
            message = f"region `{layer}` does not amend `{name}`; it is amended by {layers}"
            raise click.UsageError(message)
        for amendment in amendments:
            print_paragraphs(explain_amendment(model, amendment, languages))
    elif name in model.exemptions:
        print_paragraphs(explain_exemption(model, model.exemptions[name], languages))
    else:
        suite = read_suite(knowledge, Path(model.catalog.root))
        cases = [CaseAt(case.title, str(case.span)) for case in cases_by_rule(model, suite.cases)[name]]
        print_paragraphs(explain_rule(model, model.rules[name], languages, region, cases))


def _resolved(model: Model, written: str) -> str:
    """Return the full name of a rule or exemption, of which the last words are enough if no other ends on them."""
    names = (*model.rules, *model.exemptions)
    if written in names:
        return written
    found = [name for name in names if name.endswith(f".{written}")]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"`{written}` may be {' or '.join(f'`{name}`' for name in found)}; write one of them in full"
        raise click.UsageError(message)
    short = {name.rsplit(".", maxsplit=1)[-1]: name for name in names}
    near = nearest(written, (*names, *short, *CHECKS))
    cure = f"; did you mean `{short.get(near, near)}`?" if near else "; `kb validate` counts them"
    message = f"there is no rule, exemption, check or decision file `{written}`{cure}"
    raise click.UsageError(message)


def _decisions(
    path: Path, base: Path | None, event: Path | None, language: str, voice: Voice | None, *, brief: bool
) -> None:
    text = _read(path)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        message = f"`{path}` is empty; write it with `kb decide EVENT --json`"
        raise click.UsageError(message)
    reasons = load_base(base).model.catalog.reasons if base is not None else {}
    names = {} if event is None else _names(event)
    for spoken in ("zh", "en") if language == "both" else (language,):
        for number, line in lines:
            decision = _decision(line, path, number)
            words = Words(spoken, names.get(decision.event, {}), reasons, detail=not brief)
            print_paragraphs(explain_for(decision, words, voice) if voice else explain_decision(decision, words))


def _names(path: Path) -> dict[str, Mapping[str, str]]:
    """Return the names of the lines of each event of a file."""
    found: dict[str, Mapping[str, str]] = {}
    for place, event in read_events(path):
        if isinstance(event, Problem):
            message = f"{place}: {event.message}"
            raise click.UsageError(message)
        lines = event.get("lines")
        listed = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
        found[str(event.get("id"))] = {str(line.get("id")): str(line["name"]) for line in listed if line.get("name")}
    return found


def _read(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        raise click.UsageError(message) from None
    except UnicodeDecodeError:
        message = f"`{path}` is not UTF-8"
        raise click.UsageError(message) from None


def _decision(line: str, path: Path, number: int) -> Decision:
    try:
        return msgspec.json.decode(line.encode(), type=Decision)
    except msgspec.DecodeError as error:
        shown = f"{path}:{number}: not a decision of `kb decide --json`: {error}"
        click.echo(shown, err=True)
        raise click.exceptions.Exit(1) from None
