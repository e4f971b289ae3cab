"""What no file of the package may hold: a clock, a socket, a binary fraction near a decision, a mute exception."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sanku"
DECISION_PATH = ("core", "claim", "builtins", "catalog", "semantics", "ir", "engines", "edition", "explain", "doors")
NETWORK = {"socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
CLOCK = {"now", "today", "utcnow", "time_ns", "localtime", "gmtime", "fromtimestamp"}

CLOCK_AT = {"doors/http/clock.py": "the time of arrival, read once at the door and passed in"}
NETWORK_AT = {
    "client/": "what it is for",
    "doors/http/listening.py": "the socket that `kb serve` listens on",
}
NOT_A_FACT = {"core/text.py": "how alike two names must be for a suggestion"}

Fault = Callable[[ast.AST], bool]


def is_float(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float()):
            return True
        case ast.Call(func=ast.Name(id="float")):
            return True
    return False


def is_clock(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=name) if name in CLOCK:
            return True
        case ast.Attribute(value=ast.Name(id="time"), attr="time"):
            return True
    return False


def is_network(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            modules = [name.name for name in names]
        case ast.ImportFrom(module=str() as module, names=names, level=0):
            modules = [module, *(f"{module}.{name.name}" for name in names)]
        case _:
            return False
    return any(f"{module}.".startswith(f"{banned}.") for module in modules for banned in NETWORK)


def is_pickle(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(name.name in {"pickle", "marshal", "shelve", "dill"} for name in names)
        case ast.ImportFrom(module="pickle" | "marshal" | "shelve" | "dill"):
            return True
    return False


def is_mute(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(body=[ast.Pass() | ast.Expr(value=ast.Constant())]):
            return True
    return False


def sources(folders: tuple[str, ...] = ("",)) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((PACKAGE / folder).rglob("*.py"))


def places(fault: Fault, folders: tuple[str, ...] = ("",)) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in sources(folders)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if fault(node)
    ]


def test_no_binary_fraction_on_the_decision_path() -> None:
    harmless = tuple(f"src/sanku/{name}:" for name in NOT_A_FACT)
    assert [place for place in places(is_float, DECISION_PATH) if not place.startswith(harmless)] == []


def test_no_clock() -> None:
    allowed = tuple(f"src/sanku/{name}:" for name in CLOCK_AT)
    assert [place for place in places(is_clock) if not place.startswith(allowed)] == []


def test_no_network() -> None:
    allowed = tuple(f"src/sanku/{name}" for name in NETWORK_AT)
    assert [place for place in places(is_network) if not place.startswith(allowed)] == []


def test_no_pickle() -> None:
    assert places(is_pickle) == []


def test_no_exception_is_dropped() -> None:
    assert places(is_mute) == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (is_float, "x = 0.1"),
        (is_float, "x = float('1')"),
        (is_clock, "day = date.today()"),
        (is_clock, "at = time.time()"),
        (is_network, "import http.client"),
        (is_network, "from urllib import request"),
        (is_network, "from urllib.request import urlopen"),
        (is_pickle, "import pickle"),
        (is_mute, "try:\n    f()\nexcept OSError:\n    pass"),
    ],
)
def test_the_search_finds_the_fault(fault: Fault, text: str) -> None:
    assert any(fault(node) for node in ast.walk(ast.parse(text)))


def test_every_silenced_check_says_why() -> None:
    silent = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no cover)(?::\s*[A-Z0-9, ]+|\[[a-z-]+\])?\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silent.search(line)
    ]
    assert found == []
