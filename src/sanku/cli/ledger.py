"""``kb ledger``: prove, read and export what was shown, answered and decided."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine

_URL = click.option("--ledger", "url", default="sqlite:///ledger.db", show_default=True, help="The ledger's URL.")


@click.group("ledger")
def command() -> None:
    """Prove, read and export the ledger.

    台账：校验哈希链、查询、导出、列出未判断而放行的事件。
    """


@command.command("verify")
@_URL
@click.option("--expect", default="", metavar="HASH", help="Hash kept elsewhere that must stand in the chain.")
def verify(url: str, expect: str) -> None:
    """Prove the chain: which record was changed, removed, inserted or re-ordered.

    Keep the hash it prints elsewhere, and give it with --expect next time: a chain cut short looks whole otherwise.

    Exit status: 0 the chain holds, 1 it does not, 2 misuse.
    """
    with _opened(url) as engine:
        from sanku.ledger.chain import Proof  # noqa: PLC0415 - an extra
        from sanku.ledger.read import read_records  # noqa: PLC0415 - as above

        proof, faults = Proof(expect), 0
        for fault in proof.faults(read_records(engine)):
            faults += 1
            click.echo(f"record {fault.number}: {fault.code}: {fault.message}；{fault.message_zh}")
        if faults:
            click.echo(f"{faults} fault{'' if faults == 1 else 's'} in {proof.number} records；台账不完整", err=True)
            raise click.exceptions.Exit(1)
        click.echo(f"{proof.number} records, the chain holds；共{proof.number}条，哈希链完整\n{proof.hash}")


@command.command("export")
@_URL
@click.option("--after", default=0, show_default=True, type=click.IntRange(0), help="Go on after this record.")
@click.option("--patient", help="Records of this patient.")
@click.option("--physician", help="Records of this physician.")
@click.option("--rule", help="Records with findings of this rule.")
@click.option("--kind", type=click.Choice(("decision", "answer", "unjudged")), help="Records of one kind.")
@click.option("--since", default="", metavar="DAY", help="From this day on.")
@click.option("--until", default="", metavar="DAY", help="Before this day.")
def export(
    url: str,
    after: int,
    patient: str | None,
    physician: str | None,
    rule: str | None,
    kind: str | None,
    since: str,
    until: str,
) -> None:
    """Write records as JSON lines, in order; go on where an earlier export ended with --after NUMBER.

    Exit status: 0, 1 the ledger cannot be read, 2 misuse.
    """
    with _opened(url) as engine:
        import msgspec  # noqa: PLC0415 - beside the extra it writes for

        from sanku.ledger.read import Wanted, read_records  # noqa: PLC0415 - an extra

        given = (("patient", patient), ("physician", physician), ("rule", rule))
        words = tuple((role, value) for role, value in given if value is not None)
        encode = msgspec.json.Encoder()
        for record in read_records(engine, Wanted(words, kind or "", since, until, after)):
            fields = {name: getattr(record, name) for name in ("number", "kind", "key", "at", "words")}
            chain = {"body": msgspec.Raw(record.body.encode()), "previous": record.previous, "hash": record.hash}
            sys.stdout.write(encode.encode({**fields, **chain}).decode() + "\n")


@command.command("unjudged")
@_URL
@click.option("--after", default=0, show_default=True, type=click.IntRange(0), help="Go on after this record.")
def unjudged(url: str, after: int) -> None:
    """Write the events that went on undecided, one a line, for `kb decide -`.

    Exit status: 0, 1 the ledger cannot be read, 2 misuse.
    """
    with _opened(url) as engine:
        import msgspec  # noqa: PLC0415 - beside the extra it reads for

        from sanku.ledger.read import Wanted, read_records  # noqa: PLC0415 - an extra

        for record in read_records(engine, Wanted(kind="unjudged", after=after)):
            body = msgspec.json.decode(record.body, type=dict[str, msgspec.Raw])
            sys.stdout.write(bytes(body["event"]).decode() + "\n")


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    if find_spec("sqlalchemy") is None:
        message = "`kb ledger` needs an extra: pip install 'sanku[serve]'"
        raise click.UsageError(message)
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - an extra

    from sanku.ledger.database import open_existing, unavailable  # noqa: PLC0415 - as above
    from sanku.ledger.nodes import LedgerUnavailableError  # noqa: PLC0415 - as above

    try:
        engine = open_existing(url)
        yield engine
        engine.dispose()
    except DBAPIError as error:
        click.echo(f"--ledger: {unavailable(error)}", err=True)
        raise click.exceptions.Exit(1) from None
    except LedgerUnavailableError as error:
        click.echo(f"--ledger: {error}", err=True)
        raise click.exceptions.Exit(1) from None
