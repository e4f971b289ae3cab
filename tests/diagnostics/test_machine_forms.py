"""Diagnostics for machines: JSON, workflow commands, SARIF 2.1.0."""

import json

from sanku.core.span import NOWHERE, Span
from sanku.diagnostics import Diagnostic, Label, Severity, render_github, render_json, render_sarif, sort_key
from sanku.diagnostics.edits import edited, safe_fixes
from sanku.diagnostics.message import Edit, Fix

ERROR = Diagnostic(
    "unknown-unit",
    "`毫g` after `30` is not a unit",
    Span("k/规则 1.kb", 4, 8, 4, 10),
    labels=(Label(Span("p.yaml", 2, 7, 2, 9), "declared here"),),
    help="write `30 mg`",
)
WARNING = Diagnostic("w", "50% a,b:c\nd", Span("k:m,n.kb", 1, 1, 3, 2), Severity.WARNING)
PLACELESS = Diagnostic("c", "m", NOWHERE)
FILE_ONLY = Diagnostic("c", "m", Span("k.kb", 0, 0, 0, 0))
ALL = (ERROR, WARNING, PLACELESS, FILE_ONLY)


def test_json_is_a_list_of_objects():
    first, second, third, fourth = json.loads(render_json(ALL))
    assert first == {
        "code": "unknown-unit",
        "severity": "error",
        "message": "`毫g` after `30` is not a unit",
        "place": {"file": "k/规则 1.kb", "line": 4, "column": 8, "end_line": 4, "end_column": 10},
        "labels": [
            {
                "message": "declared here",
                "place": {"file": "p.yaml", "line": 2, "column": 7, "end_line": 2, "end_column": 9},
            }
        ],
        "help": "write `30 mg`",
        "fixes": [],
        "allowed": None,
    }
    assert second["severity"] == "warning"
    assert third["place"] is None
    assert fourth["place"] == {"file": "k.kb", "line": None, "column": None, "end_line": None, "end_column": None}
    assert [list(one) for one in (second, third, fourth)] == [list(first)] * 3


def test_json_of_nothing_is_an_empty_list():
    assert json.loads(render_json(())) == []


def test_json_keeps_chinese_readable():
    assert "毫" in render_json((ERROR,))


def test_github_commands():
    assert render_github(ALL).split("\n") == [
        (
            "::error file=k/规则 1.kb,line=4,endLine=4,col=8,endColumn=9,title=unknown-unit::`毫g` after `30` is not a unit"
            "%0Asee p.yaml:2:7: declared here%0Ahelp: write `30 mg`"
        ),
        "::warning file=k%3Am%2Cn.kb,line=1,endLine=3,col=1,title=w::50%25 a,b:c%0Ad",
        "::error title=c::m",
        "::error file=k.kb,title=c::m",
        "",
    ]
    assert render_github(()) == ""


def test_sarif():
    log = json.loads(render_sarif(ALL))
    assert log["version"] == "2.1.0"
    assert "sarif-schema-2.1.0" in log["$schema"]
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"] == {"name": "sanku", "rules": [{"id": "c"}, {"id": "unknown-unit"}, {"id": "w"}]}
    first, second, third, fourth = run["results"]
    assert first == {
        "ruleId": "unknown-unit",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "`毫g` after `30` is not a unit; help: write `30 mg`"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "k/%E8%A7%84%E5%88%99%201.kb"},
                    "region": {"startLine": 4, "startColumn": 8, "endLine": 4, "endColumn": 10},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "p.yaml"},
                    "region": {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 9},
                },
                "message": {"text": "declared here"},
            }
        ],
    }
    assert (second["level"], second["ruleIndex"]) == ("warning", 2)
    assert "locations" not in third
    assert fourth["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "k.kb"}}}]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_of_nothing_has_one_run():
    (run,) = json.loads(render_sarif(()))["runs"]
    assert run["results"] == []


FIX = Fix("write `sex`", (Edit(Span("k.kb", 1, 3, 1, 6), "sex"),), safe=True)
FIXABLE = Diagnostic("unknown-field", "m", Span("k.kb", 1, 3, 1, 6), help="did you mean `sex`?", fixes=(FIX,))


def test_fixes_are_data_for_machines():
    (one,) = json.loads(render_json((FIXABLE,)))
    place = {"file": "k.kb", "line": 1, "column": 3, "end_line": 1, "end_column": 6}
    assert one["fixes"] == [{"title": "write `sex`", "safe": True, "edits": [{"place": place, "text": "sex"}]}]
    (result,) = json.loads(render_sarif((FIXABLE,)))["runs"][0]["results"]
    (fix,) = result["fixes"]
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 6},
            "insertedContent": {"text": "sex"},
        }
    ]


def test_what_is_allowed_is_suppressed_with_its_reason():
    (one,) = json.loads(render_json((), [(WARNING, "so it is")]))
    assert one["allowed"] == "so it is"
    (result,) = json.loads(render_sarif((), [(WARNING, "so it is")]))["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "so it is"}]


def test_edits_of_one_text_do_not_move_each_other():
    edits = [Edit(Span("k", 1, 1, 1, 2), "ABC"), Edit(Span("k", 2, 1, 3, 1), ""), Edit(Span("k", 3, 3, 3, 4), "")]
    assert edited("\ufeffa规则\r\nsecond\r\nthird\r\n", edits) == "\ufeffABC规则\r\nthrd\r\n"
    assert edited("only", [Edit(Span("k", 1, 1, 1, 5), "")]) == ""


def test_of_fixes_in_each_others_way_the_first_is_made():
    other = Diagnostic(
        "x", "m", Span("k.kb", 1, 1, 2, 1), fixes=(Fix("all", (Edit(Span("k.kb", 1, 1, 2, 1), ""),), safe=True),)
    )
    unsafe = Diagnostic("y", "m", Span("k.kb", 5, 1, 5, 2), fixes=(Fix("no", (Edit(Span("k.kb", 5, 1, 5, 2), ""),)),))
    assert list(safe_fixes((FIXABLE, other, unsafe))) == [(FIXABLE, FIX)]


def test_the_order_of_a_report_is_that_of_the_text():
    assert sorted(ALL, key=sort_key) == [PLACELESS, FILE_ONLY, ERROR, WARNING]
