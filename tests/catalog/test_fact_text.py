"""The canonical form of YAML files: the same facts as text, the same comments, one layout."""

from pathlib import Path

import pytest

from sanku.catalog.fact_text import format_facts

ROOT = Path(__file__).parents[2]


def formatted(text: str) -> str:
    """Return the canonical text of a text that must have one, and that it is its own."""
    shown, found = format_facts(text.encode(), "t.yaml")
    assert found == ()
    assert shown is not None
    assert format_facts(shown.encode(), "t.yaml") == (shown, ())
    return shown


def test_blanks_and_indents_are_settled_and_nothing_else():
    text = """\
\ufeff# top

a:   1   # t
b:
# under b
- x    # x
-   y: 2
    z: [1,2 ,
      3]


c: { q: 1,   r : "2", s: 'it''s' }
d: |
  multi

   line  # no comment
e: "a
  b"
f: 1_000
g: ~
h:
i: 350.00 #money
j: 0x1F
k: 2025-01-01
l: [{m: 1}]
# end
"""
    assert (
        formatted(text)
        == """\
# top

a: 1  # t
b:
# under b
  - x  # x
  - y: 2
    z: [1, 2, 3]

c: {q: 1, r: "2", s: 'it''s'}
d: |
  multi

   line  # no comment
e: "a b"
f: 1_000
g: ~
h:
i: 350.00  #money
j: 0x1F
k: 2025-01-01
l: [{m: 1}]
# end
"""
    )


def test_line_ends_of_windows_become_plain():
    assert formatted("a: 1\r\nb: 2\r\n") == "a: 1\nb: 2\n"


def test_a_list_at_the_root_stands_at_the_margin():
    assert formatted("  - case: a\n    event: {x: 1}\n\n  - case: b") == "- case: a\n  event: {x: 1}\n\n- case: b\n"


def test_a_row_stays_one_line_and_a_list_of_codes_fills_its_lines():
    row = f"rows:\n  - {{id: a, codes: [{', '.join(f'A{n:02}' for n in range(60))}]}}\n"
    assert formatted(row) == row
    shown = formatted(f"include: [{', '.join(f'A{n:02}' for n in range(60))}]")
    assert [len(line) for line in shown.splitlines()] == [119, 116, 76]


def test_a_comment_that_would_be_lost_is_reported_and_nothing_changes():
    shown, found = format_facts(b"a: [1,\n  # why\n  2]\n", "t.yaml")
    assert shown is None
    assert [(str(one.span), one.code) for one in found] == [("t.yaml:2:3", "lost-comment")]


@pytest.mark.parametrize("text", ["a: [1", "a: 1\na: 2", "a: &x 1", "", "a: b: c"])
def test_what_is_no_fact_file_has_no_canonical_form(text):
    shown, found = format_facts(text.encode(), "t.yaml")
    assert shown is None
    assert found


def test_the_files_of_the_starter_base_are_canonical():
    found = sorted((ROOT / "knowledge").rglob("*.yaml"))
    assert len(found) > 100
    for path in found:
        assert format_facts(path.read_bytes(), path.name) == (path.read_text(encoding="utf-8"), ())
