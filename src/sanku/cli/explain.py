"""``kb explain``: a decision in the words of the people who must live with it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from sanku.claim.decision import Decision
from sanku.cli.screen import print_paragraphs
from sanku.explain import Words, explain_decision


@click.command("explain")
@click.argument("decision", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language.")
@click.option("--brief", is_flag=True, help="Without facts, near misses and ids.")
def command(decision: Path, lang: str, brief: bool) -> None:
    """Explain each DECISION of a file that `kb decide --json` wrote (`-` reads standard input).

    解释一份判断结果：规则、依据、事实、金额、差距、缺什么。
    """
    text = _read(decision)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        message = f"`{decision}` is empty; write it with `kb decide EVENT --json`"
        raise click.UsageError(message)
    for number, line in lines:
        print_paragraphs(explain_decision(_decision(line, decision, number), Words(language=lang, detail=not brief)))


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
