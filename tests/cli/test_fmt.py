"""``kb fmt`` as an author types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

RULES = "module   clinical.extra\ndefine  a = patient.sex = male  # why\n"
CANONICAL = "module clinical.extra\n\ndefine a = patient.sex = male  # why\n"


def test_it_formats_a_directory_and_then_has_nothing_to_do(small_base: Path, run: Run):
    place = small_base / "clinical/extra.kb"
    place.write_text(RULES, encoding="utf-8")
    place.chmod(0o640)
    checked = run("fmt", "--check", "knowledge")
    assert checked.code == 1
    assert checked.err == (
        "knowledge/clinical/extra.kb: not in canonical form; `kb fmt knowledge/clinical/extra.kb` mends it\n"
    )
    assert place.read_text(encoding="utf-8") == RULES
    done = run("fmt", "knowledge")
    assert (done.code, done.out) == (0, "1 file formatted, 5 unchanged\n")
    assert place.read_text(encoding="utf-8") == CANONICAL
    assert place.stat().st_mode & 0o777 == 0o640
    assert run("fmt", "--check", "knowledge").code == 0
    assert sorted(path.name for path in (small_base / "clinical").iterdir()) == ["extra.kb", "use.kb", "use.test.yaml"]


def test_a_base_in_chinese_keywords_decides_the_same(small_base: Path, run: Run):
    before = run("decide", "event.json", "--json").out
    english = (small_base / "clinical/use.kb").read_text(encoding="utf-8")
    assert run("fmt", "--lang", "zh", "knowledge/clinical/use.kb").code == 0
    chinese = (small_base / "clinical/use.kb").read_text(encoding="utf-8")
    assert '规则 sex "药品区分性别使用"\n  依据     label "适应症"\n  对于     line 属于 lines\n' in chinese
    assert run("decide", "event.json", "--json").out == before
    assert run("fmt", "knowledge/clinical/use.kb").out == "0 files formatted, 1 unchanged\n"
    assert run("fmt", "--lang", "en", "knowledge/clinical/use.kb").code == 0
    assert (small_base / "clinical/use.kb").read_text(encoding="utf-8") == english


def test_a_diff_writes_nothing(small_base: Path, run: Run):
    place = small_base / "clinical/extra.kb"
    place.write_text(RULES, encoding="utf-8")
    shown = run("fmt", "--diff", "knowledge/clinical/extra.kb")
    assert shown.code == 1
    assert shown.out.splitlines()[2:] == [
        "@@ -1,2 +1,3 @@",
        "-module   clinical.extra",
        "-define  a = patient.sex = male  # why",
        "+module clinical.extra",
        "+",
        "+define a = patient.sex = male  # why",
    ]
    assert place.read_text(encoding="utf-8") == RULES


def test_a_file_with_errors_is_left_and_the_others_are_done(small_base: Path, run: Run):
    (small_base / "clinical/broken.kb").write_text("module   clinical.broken\nrule r when\n", encoding="utf-8")
    (small_base / "clinical/extra.kb").write_text(RULES, encoding="utf-8")
    done = run("fmt", "knowledge")
    assert done.code == 1
    assert done.out == "1 file formatted, 5 unchanged, 1 file with errors left alone\n"
    assert "knowledge/clinical/broken.kb:2:8" in done.err
    assert (small_base / "clinical/broken.kb").read_text(encoding="utf-8") == "module   clinical.broken\nrule r when\n"


def test_standard_input_goes_to_standard_output(run: Run):
    assert run("fmt", "-", stdin=RULES.encode()).out == CANONICAL
    assert run("fmt", "-", "--check", stdin=CANONICAL.encode()).code == 0
    assert run("fmt", "-", "--check", stdin=RULES.encode()).code == 1
    assert run("fmt", "-", "--stdin-name", "x.yaml", stdin=b"a:   1").out == "a: 1\n"
    broken = run("fmt", "-", stdin=b"module m\nrule")
    assert (broken.code, broken.out) == (1, "")
    assert "standard input.kb:2:5" in broken.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "there is nothing at `nothing`"),
        (("event.json",), "`event.json` ends neither in .kb nor in .yaml"),
        (("-", "knowledge"), "`-` stands alone"),
        (("-", "--stdin-name", "x.csv"), "`--stdin-name x.csv` ends neither"),
        ((), "Missing argument"),
    ],
)
def test_misuse_is_said(small_base: Path, run: Run, arguments: tuple[str, ...], said: str):
    assert small_base.is_dir()
    done = run("fmt", *arguments)
    assert done.code == 2
    assert said in done.err
