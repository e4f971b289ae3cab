"""``kb serve``: the service over HTTP."""

from __future__ import annotations

import ipaddress
import os
import re
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

from sanku.cli.bases import DEFAULT, load_base

_CLIENT_CERTIFICATE_REQUIRED = 2
"""``ssl.CERT_REQUIRED``."""


@click.command("serve")
@click.option(
    "--kb",
    "bases",
    multiple=True,
    default=(DEFAULT,),
    show_default=True,
    metavar="[REGION=]PATH",
    help="Directory or edition; once more with a region in front for each region with a base of its own.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8310, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--ledger", "url", default="sqlite:///ledger.db", show_default=True, help="sqlite:///FILE or postgresql://…"
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File of bearer tokens (kb token).",
)
@click.option(
    "--cds-issuers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File of the issuers whose signed tokens (JWT) admit to /cds-services.",
)
@click.option("--tls-cert", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Server certificate.")
@click.option("--tls-key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its key.")
@click.option(
    "--tls-client-ca",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Whoever asks must show a certificate of this authority (mTLS).",
)
@click.option("--deadline-ms", default=2000, show_default=True, type=click.IntRange(10), help="Time for one request.")
@click.option("--most-waiting", default=64, show_default=True, type=click.IntRange(1), help="Requests in work at once.")
@click.option("--no-watch", is_flag=True, help="Take new editions only when called to.")
def command(
    bases: tuple[str, ...],
    host: str,
    port: int,
    url: str,
    workers: int,
    tokens: Path | None,
    cds_issuers: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_client_ca: Path | None,
    deadline_ms: int,
    most_waiting: int,
    no_watch: bool,
) -> None:
    """Serve decisions, reminders and their answers over HTTP.

    启动服务：判断、提醒、说明、台账。默认只监听本机；监听其他地址须有令牌文件或客户端证书。

    Exit status: 0 stopped, 1 the base or the ledger cannot be used, 2 misuse.
    """
    if find_spec("uvicorn") is None or find_spec("fastapi") is None:
        message = "`kb serve` needs an extra: pip install 'sanku[serve]'"
        raise click.UsageError(message)
    if not _is_loopback(host) and tokens is None and tls_client_ca is None:
        message = (
            f"listening on {host} lets others in: give --tokens FILE (see `kb token`) or --tls-client-ca; "
            "监听非本机地址须提供令牌文件或客户端证书"
        )
        raise click.UsageError(message)
    if (tls_cert is None) != (tls_key is None) or (tls_client_ca is not None and tls_cert is None):
        message = "--tls-cert and --tls-key go together, and --tls-client-ca needs both"
        raise click.UsageError(message)
    places = dict(map(_place, bases))
    for place in places.values():
        load_base(Path(place))
    _prepare_ledger(url)
    with tempfile.TemporaryDirectory(prefix="sanku-serve-") as state:
        # prometheus_client looks at this while it is imported, in each process
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = state
        _settle(places, url, state, tokens, cds_issuers, deadline_ms, most_waiting, watch=not no_watch)
        import uvicorn  # noqa: PLC0415 - an extra, and after the variable above

        uvicorn.run(
            "sanku.doors.http.app:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            ssl_certfile=tls_cert,
            ssl_keyfile=tls_key,
            ssl_ca_certs=None if tls_client_ca is None else str(tls_client_ca),
            ssl_cert_reqs=0 if tls_client_ca is None else _CLIENT_CERTIFICATE_REQUIRED,
        )


def _place(given: str) -> tuple[str, str]:
    found = re.fullmatch(r"([0-9]{6})=(.+)", given)
    return (found[1], found[2]) if found else ("", given)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _prepare_ledger(url: str) -> None:
    from sanku.ledger.database import migrate, open_ledger  # noqa: PLC0415 - an extra
    from sanku.ledger.nodes import LedgerUnavailableError  # noqa: PLC0415 - as above

    try:
        engine = open_ledger(url)
        migrate(engine)
        engine.dispose()
    except LedgerUnavailableError as error:
        click.echo(f"--ledger: {error}", err=True)
        raise click.exceptions.Exit(1) from None


def _settle(
    places: dict[str, str],
    url: str,
    state: str,
    tokens: Path | None,
    issuers: Path | None,
    deadline_ms: int,
    most_waiting: int,
    *,
    watch: bool,
) -> None:
    from sanku.doors.cdshooks import IssuerFileError, read_issuers  # noqa: PLC0415 - as above
    from sanku.doors.http.settings import Settings  # noqa: PLC0415 - an extra
    from sanku.doors.http.tokens import TokenFileError, read_tokens  # noqa: PLC0415 - as above

    if tokens is not None:
        try:
            read_tokens(tokens)
        except TokenFileError as error:
            click.echo(str(error), err=True)
            raise click.exceptions.Exit(1) from None
    if issuers is not None:
        try:
            read_issuers(issuers)
        except IssuerFileError as error:
            click.echo(str(error), err=True)
            raise click.exceptions.Exit(1) from None
    Settings(
        bases=places,
        ledger=url,
        state=state,
        tokens=None if tokens is None else str(tokens),
        issuers=None if issuers is None else str(issuers),
        most_waiting=most_waiting,
        deadline_ms=deadline_ms,
        watch=watch,
    ).to_environment()
