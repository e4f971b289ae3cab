"""Write the TextMate grammar of ``.kb`` from the words of the language; a test holds the file to what this writes."""

import json
from pathlib import Path

from sanku.builtins import BUILTINS
from sanku.syntax.grammar import grammar
from sanku.syntax.keywords import CHINESE, CLAUSES, FUNCTIONS, ITEMS, spellings

FILE = Path(__file__).resolve().parents[1] / "editors" / "vscode" / "syntaxes" / "kb.tmLanguage.json"
_VALUES = frozenset({
    "insured", "care", "remind", "self_pay", "block", "query", "deny", "pass", "hold", "draft", "shadow", "active",
    "retired", "true", "false", "none", "known", "unknown",
})  # fmt: skip
_LETTER = r"[A-Za-z0-9_\x{4e00}-\x{9fff}]"


def grammar_text() -> str:
    """Return the grammar as its file holds it."""
    words = spellings(frozenset(grammar().words))
    heads = _spelled({"module", "use", *ITEMS})
    clauses = _spelled(set(CLAUSES)) - heads
    values = _spelled(set(_VALUES)) - heads - clauses
    functions = _spelled(set(FUNCTIONS)) | set(BUILTINS)
    others = set(words) - heads - clauses - values - functions
    patterns = [
        {"name": "comment.line.number-sign.kb", "match": "#.*$"},
        {
            "name": "string.quoted.double.kb",
            "begin": '"',
            "end": '"',
            "patterns": [
                {"name": "constant.character.escape.kb", "match": r"\\."},
                {
                    "name": "meta.embedded.placeholder.kb",
                    "begin": r"\{",
                    "end": r"\}",
                    "beginCaptures": {"0": {"name": "punctuation.section.embedded.begin.kb"}},
                    "endCaptures": {"0": {"name": "punctuation.section.embedded.end.kb"}},
                    "patterns": [{"name": "variable.other.kb", "match": rf"{_LETTER}+"}],
                },
            ],
        },
        {
            "match": rf"^\s*({_either(_spelled({'rule', 'define'}))})\s+({_LETTER}+)",
            "captures": {"1": {"name": "keyword.declaration.kb"}, "2": {"name": "entity.name.function.kb"}},
        },
        {"match": rf"^\s*({_either(heads)}){_end()}", "captures": {"1": {"name": "keyword.declaration.kb"}}},
        {"match": rf"^\s*({_either(clauses)}){_end()}", "captures": {"1": {"name": "keyword.control.kb"}}},
        {"name": "constant.numeric.date.kb", "match": r"\b\d{4}-\d{2}-\d{2}\b"},
        {"name": "constant.numeric.kb", "match": r"(?<![\w.])\d+(\.\d+)?%?"},
        {"name": "support.function.kb", "match": rf"{_start()}({_either(functions)})(?=\s*[(（])"},
        {"name": "constant.language.kb", "match": rf"{_start()}({_either(values)}){_end()}"},
        {"name": "keyword.operator.word.kb", "match": rf"{_start()}({_either(others)}){_end()}"},
        {"name": "keyword.operator.kb", "match": r"[=<>!≤≥≠]=?|[+\-*/×÷]|\.\."},
    ]
    written = {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "sanku rules",
        "scopeName": "source.kb",
        "patterns": patterns,
    }
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def _spelled(words: set[str]) -> set[str]:
    """Return words with their Chinese spellings."""
    return words | {spelling for word in words for spelling in CHINESE.get(word, ())}


def _either(words: set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _start() -> str:
    return rf"(?<!{_LETTER}|\.)"


def _end() -> str:
    return rf"(?!{_LETTER}|\.)"


def main() -> None:
    """Write the file."""
    FILE.write_text(grammar_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
