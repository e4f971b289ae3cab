"""Every node points at its own characters of the original text, whatever NFKC made of them."""

from collections.abc import Callable
from itertools import pairwise

from sanku.syntax import children, parse_text, walk
from sanku.syntax.nodes import File, Name, Rule

MIXED = """module  m .n # one
use a.b as c

# 两
规则 限性别 "标题"  # three
  依据     s "第一条"
  对于     x 属于 lines 其中 （x.ａ ≠ ３ 或 x.日期 ≥ 2025-01-01）
  当       不存在 d 属于 diagnoses 其中
             （d.code ＝ "Ａ“\\"" 且 d.v ＜ 30 g/L）
  事前     提醒
  提示     "{x.name}"
"""


def cut(text: str, node_text: tuple[int, int, int, int]) -> str:
    line, column, end_line, end_column = node_text
    rows = text.split("\n")[line - 1 : end_line]
    rows[-1] = rows[-1][: end_column - 1]
    rows[0] = rows[0][column - 1 :]
    return "\n".join(rows)


def of(text: str, node: object) -> str:
    span = node.span
    return cut(text, (span.line, span.column, span.end_line, span.end_column))


def test_spans_are_of_the_original_text(tree: Callable[[str], File]):
    file = tree(MIXED)
    rule = file.items[0]
    assert isinstance(rule, Rule)
    assert of(MIXED, file) == MIXED
    assert of(MIXED, file.module) == "m .n"
    assert of(MIXED, file.uses[0]) == "use a.b as c"
    assert of(MIXED, rule.name) == "限性别"
    assert of(MIXED, rule) == MIXED[MIXED.index("规则") :].rstrip("\n")
    cites, subject, when, control, say = rule.clauses
    assert of(MIXED, cites) == '依据     s "第一条"'
    assert of(MIXED, subject.where) == "（x.ａ ≠ ３ 或 x.日期 ≥ 2025-01-01）"
    assert of(MIXED, subject.where.items[0]) == "x.ａ ≠ ３"
    assert of(MIXED, subject.where.items[0].left) == "x.ａ"
    assert of(MIXED, subject.where.items[0].right) == "３"
    assert of(MIXED, when.expr.item.source.where) == 'd.code ＝ "Ａ“\\"" 且 d.v ＜ 30 g/L'
    assert of(MIXED, when.expr.item.source.where.items[1].right) == "30 g/L"
    assert of(MIXED, control) == "事前     提醒"
    assert (
        cut(MIXED, (say.text_span.line, say.text_span.column, say.text_span.end_line, say.text_span.end_column))
        == '"{x.name}"'
    )


def test_strings_keep_their_characters(tree: Callable[[str], File]):
    rule = tree(MIXED).items[0]
    assert rule.clauses[2].expr.item.source.where.items[0].right.value == 'Ａ“"'


def test_comments_are_kept(tree: Callable[[str], File]):
    found = [(comment.text, comment.own_line, comment.span.line) for comment in tree(MIXED).comments]
    assert found == [("# one", False, 1), ("# 两", True, 4), ("# three", False, 5)]


def test_a_number_sign_in_a_string_is_no_comment(tree: Callable[[str], File]):
    assert tree('module m\ndefine d = x.a = "# no" # yes\n').comments[0].text == "# yes"


def test_children_stand_inside_their_parents_in_order(tree: Callable[[str], File]):
    for node in walk(tree(MIXED)):
        below = [child.span for child in children(node) if child.span != node.span]
        for span in below:
            assert (node.span.line, node.span.column) <= (span.line, span.column)
            assert (span.end_line, span.end_column) <= (node.span.end_line, node.span.end_column)
        if not isinstance(node, File):
            for first, second in pairwise(below):
                assert (first.end_line, first.end_column) <= (second.line, second.column)
        if isinstance(node, Name):
            assert node.span.line == node.span.end_line


def test_equality_ignores_places(tree: Callable[[str], File]):
    assert tree("module m\ndefine d = a\n  and b\n").items == tree("module m\n\n\ndefine d = (a and b)").items


def test_a_path_has_forward_slashes():
    file, diagnostics = parse_text("module m\nrule", "knowledge\\m.kb")
    assert file is not None
    assert file.path == "knowledge/m.kb"
    assert diagnostics[0].span.file == "knowledge/m.kb"


def test_line_ends_of_all_systems_count_alike(tree: Callable[[str], File]):
    unix = "module m\n# c\ndefine d = a and\n  b\n"
    for end in ("\r\n", "\r"):
        other = tree(unix.replace("\n", end))
        assert [node.span for node in walk(other)] == [node.span for node in walk(tree(unix))]
        assert other.comments[0].text == "# c"
