"""What the editor shows of a broken base is what ``kb validate`` says of it: no more and no less."""

from pathlib import Path

from sanku.cli.validate import validate
from sanku.lsp.desk import Desk
from sanku.storage import NO_CACHE
from tests.broken.broken import BASE, Broken, all_broken

SOME = [broken for number, broken in enumerate(all_broken()) if number % 9 == 0]


def test_the_editor_and_the_command_say_the_same(tmp_path: Path) -> None:
    differ = {}
    for number, broken in enumerate(SOME):
        root = tmp_path / str(number)
        broken.write(root)
        desk = Desk(root)
        desk.load()
        shown = {one for found in desk.found.values() for one in found}
        said = set(validate(root, NO_CACHE)[1])
        if shown != said:
            differ[str(broken)] = shown ^ said
    assert len(SOME) > 30
    assert differ == {}


def typed(broken: Broken, desk: Desk, folder: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Type the fact files of a mistake into a clean base: for each what is shown, and what the command says of it."""
    broken.write(folder)
    found = {}
    for _, file, encoding, _ in broken.changes:
        if encoding != "utf-8" or not file.endswith(".yaml") or file.endswith(".test.yaml"):
            continue
        path = (desk.root / file).as_posix()
        desk.edit(path, (folder / file).read_text(encoding="utf-8"))
        shown = {
            f"{file}:{one.span.line}:{one.span.column}: {one.severity.value}[{one.code}] {one.message}"
            for one in desk.found.get(path, ())
        }
        found[file] = shown, {line for line in broken.expected.splitlines() if line.startswith(f"{file}:")}
        desk.close(path)
    return found


def test_a_mistake_in_a_fact_file_is_shown_as_it_is_typed(tmp_path: Path) -> None:
    desk = Desk(BASE)
    desk.load()
    assert desk.found == {}
    every = [
        pair
        for number, broken in enumerate(all_broken())
        for pair in typed(broken, desk, tmp_path / str(number)).values()
    ]
    assert [shown - said for shown, said in every if shown - said] == []
    assert sum(shown == said for shown, said in every) > 0.9 * len(every) > 100
