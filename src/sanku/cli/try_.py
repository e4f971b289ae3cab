"""``kb try RULE``: one rule, asked and answered fact by fact, with the decision after each answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import click

from sanku.catalog.nodes import NATION, Row
from sanku.cli.bases import DEFAULT, load_base, write_whole
from sanku.cli.test_generate import rule_called
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.cases import SUFFIX
from sanku.testing.dialogue import (
    Misread,
    Question,
    Standing,
    answered,
    first_draft,
    next_question,
    read_answer,
    row_choices,
    standing,
)
from sanku.testing.dialogue.answers import help_of
from sanku.testing.generation import case_text, event_of
from sanku.testing.generation.draft import Draft

_WORDS = {
    "fires": ("触发", "fires"),
    "excepted": ("豁免", "excepted"),
    "undetermined": ("无法判定", "undetermined"),
    "does not fire": ("不触发", "does not fire"),
    "no instance": ("不适用", "does not apply"),
    "missing": ("缺少", "missing"),
    "row": ("选择知识点行（序号或行号名，直接回车为第 1 行）", "choose a row (number or id, Enter for the first)"),
    "help": (
        "直接回车或 skip：未知；none：无；back：退回一步；why：还缺什么；show：看用例；write 文件：写成用例；q：结束",
        "Enter or skip: unknown; none; back: undo; why: what is missing; show: the case; write FILE; q: quit",
    ),
    "decided": ("已判定。back 退回，show 看用例，write 文件 写成用例，q 结束", "decided: back, show, write FILE or q"),
    "nothing": ("没有别的可问：back，show，write 文件，q", "nothing to ask: back, show, write FILE or q"),
    "first": ("已是第一步", "this is the first step"),
    "unknown row": ("没有这一行", "there is no such row"),
    "name": ("写一个新的文件名，以 .test.yaml 结尾", "name a new file that ends in .test.yaml"),
    "written": ("已写入", "written to"),
}  # fmt: skip
_SHOWN_ROWS = 12


@dataclass(slots=True)
class _Session:
    """What was answered so far; each step can be taken back."""

    base: KnowledgeBase
    rule: Rule
    lang: str
    steps: list[tuple[Draft, frozenset[str]]] = field(default_factory=list)

    def say(self, word: str) -> str:
        return _WORDS[word][0 if self.lang == "zh" else 1]


@click.command("try")
@click.argument("rule")
@click.option(
    "--kb", "root", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="Directory or edition."
)
@click.option("--phase", type=click.Choice(("order", "settle", "audit")), help="Default: the rule's first.")
@click.option("--region", default=NATION, show_default=True, help="Both the insured and the care region.")
@click.option("--row", "row_id", default="", help="The row to try; asked for if the rule has a table.")
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language of the text.")
def command(rule: str, root: Path, phase: str | None, region: str, row_id: str, lang: str) -> None:
    """Try RULE: answer fact by fact, those that decide first, and see the decision change.

    逐项回答事实（最能决定结果的先问），每答一项即显示判断如何变化；可退回，可写成用例。

    Answers may be piped in, one a line.

    Exit status: 0 done, 1 the base has errors, 2 misuse.
    """
    base = load_base(root)
    found = rule_called(base, rule)
    chosen = phase or next((one for one in ("order", "settle", "audit") if one in found.attributes.controls), "order")
    session = _Session(base, found, lang)
    click.echo(f"{found.title} · {found.name}")
    click.echo(session.say("help"))
    try:
        row = _row(session, region, row_id)
        session.steps.append((first_draft(base, found, chosen, region, row), frozenset()))
        while _step(session):
            pass
    except click.Abort:
        click.echo()


def _row(session: _Session, region: str, row_id: str) -> Row | None:
    rows = row_choices(session.base.model, session.rule, region)
    if not rows:
        return None
    by_id = {row.id: row for row in rows}
    if row_id:
        if row_id not in by_id:
            message = f"`{session.rule.name}` has no row `{row_id}`"
            raise click.UsageError(message)
        return by_id[row_id]
    for number, row in enumerate(rows[:_SHOWN_ROWS], 1):
        click.echo(f"  {number}. {row.id}")
    if len(rows) > _SHOWN_ROWS:
        click.echo(f"  … {len(rows)}")
    while True:
        said = _asked(session.say("row")) or "1"
        if said in by_id:
            return by_id[said]
        if said.isdecimal() and 0 < int(said) <= len(rows):
            return rows[int(said) - 1]
        click.echo(session.say("unknown row"))


def _step(session: _Session) -> bool:
    """Ask one question and take the answer; return whether to go on."""
    draft, skipped = session.steps[-1]
    now = standing(session.base, session.rule, draft)
    click.echo(_shown(session, now))
    open_ = now.outcome == "undetermined"
    question = next_question(session.base.model, draft, now.missing, skipped) if open_ else None
    if question is None:
        said = _asked(session.say("nothing" if open_ else "decided"))
    else:
        said = _asked(f"{question.title}（{question.name}）")
    return _take(session, question, now, said)


def _take(session: _Session, question: Question | None, now: Standing, said: str) -> bool:
    draft, skipped = session.steps[-1]
    word, _, rest = said.partition(" ")
    match word:
        case "q" | "quit" | "exit":
            return False
        case "back":
            if len(session.steps) > 1:
                session.steps.pop()
            else:
                click.echo(session.say("first"))
        case "show":
            click.echo(_case(session, now), nl=False)
        case "write":
            _write(session, now, rest.strip())
        case "why":
            click.echo("\n".join(f"{one.path} ({one.cause})" for one in now.missing) or now.why)
        case "?":
            click.echo(session.say("help") if question is None else f"{help_of(question)}\n{session.say('help')}")
        case "" | "skip" if question is not None:
            session.steps.append((draft, skipped | {question.name}))
        case _ if question is not None:
            answer = read_answer(question, said)
            after = answer.message if isinstance(answer, Misread) else answered(
                session.base, draft, question, answer.value
            )  # fmt: skip
            if isinstance(after, str):
                click.echo(after)
            else:
                session.steps.append((after, skipped))
        case _:
            click.echo(session.say("help"))
    return True


def _asked(prompt: str) -> str:
    found: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="> ")
    return found.strip()


def _shown(session: _Session, now: Standing) -> str:
    text = f"→ {session.say(now.outcome)}"
    if now.outcome == "undetermined":
        return f"{text}：{session.say('missing')} {', '.join(dict.fromkeys(one.path for one in now.missing))}"
    if now.outcome in ("fires", "excepted") and now.decision.findings:
        finding = now.decision.findings[0]
        by = f" [{', '.join(finding.excepted)}]" if finding.excepted else ""
        money = f"，{finding.amount}" if finding.amount else ""
        return f"{text}{by}：{finding.control}{money}，{finding.message(session.lang)}"
    return f"{text}：{now.why}" if now.why else text


def _case(session: _Session, now: Standing) -> str:
    title = f"{session.rule.title}，{_WORDS[now.outcome][0]}"
    event = event_of(session.steps[-1][0], session.base.model.schema)
    return case_text(session.rule, event, now.decision, title)


def _write(session: _Session, now: Standing, name: str) -> None:
    place = Path(name)
    if not name.endswith(SUFFIX) or place.exists() or not place.parent.is_dir():
        click.echo(session.say("name"))
        return
    write_whole(place, _case(session, now))
    click.echo(f"{session.say('written')} {place}")
