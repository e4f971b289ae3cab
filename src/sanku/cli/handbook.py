"""``kb handbook``: the base as pages for doctors and auditors."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from sanku.cli.bases import DEFAULT, load_base
from sanku.handbook import handbook
from sanku.testing import read_suite
from sanku.testing.demand import FILE, read_register


@click.command("handbook")
@click.argument("path", type=click.Path(path_type=Path), default=DEFAULT)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A folder that is not there, or that this command wrote before.",
)
def command(path: Path, output: Path) -> None:
    """Write the base at PATH (default: ./knowledge) as Markdown pages in Chinese, for a site or an intranet.

    By rule, with its sentence, rows, cases, sources and drawing; by drug, service, diagnosis and operation; by clause
    and by document.
    把知识库写成中文手册：按规则、药品、项目、诊断、手术、条款、依据文件查阅。

    Exit status: 0 written, 1 the base has errors, 2 misuse.
    """
    if output.exists() and not (output / _MARK).is_file():
        message = f"`{output}` was not written by `kb handbook`; name a folder that is not there"
        raise click.UsageError(message)
    base = load_base(path)
    place = path / FILE
    register = read_register(place) if place.is_file() else None
    pages = handbook(base.model, read_suite(base, path), register, base.edition, path)
    partial = output.with_name(f".{output.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, text in {**pages, _MARK: f"{base.edition}\n"}.items():
        target = partial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)
    partial.rename(output)
    click.echo(f"{output}: {sum(name.endswith('.md') for name in pages)} pages of edition {base.edition[:12]}")


_MARK = ".edition"
