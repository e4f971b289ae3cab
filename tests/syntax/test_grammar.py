"""The grammar has no conflict, and the search for conflicts would find one."""

import re

from sanku.syntax.grammar import STARTS, conflicts, grammar, grammar_text
from sanku.syntax.keywords import CHINESE, CLAUSES, ITEMS, ONLY_CHINESE, WITHOUT_CHINESE


def test_the_grammar_has_no_conflict():
    assert conflicts(grammar_text(), STARTS) == ()


def test_a_shift_reduce_conflict_would_be_found():
    found = conflicts('start: e\ne: e "+" e | "x"', ["start"])
    assert any("Shift/Reduce" in line for line in found)


def test_a_reduce_reduce_conflict_would_be_found():
    assert "Reduce/Reduce" in "".join(conflicts('start: a | b\na: "x"\nb: "x"', ["start"]))


def test_one_more_way_to_write_a_rule_would_be_found():
    spoiled = grammar_text().replace("?negation: comparison\n", '?negation: comparison\n         | sum "and" sum\n')
    assert spoiled != grammar_text()
    assert conflicts(spoiled, STARTS) != ()


def test_the_parser_is_built_once():
    assert grammar() is grammar()


def english() -> set[str]:
    return {text for text in grammar().spelled.values() if text.isidentifier()}


def test_every_keyword_has_a_chinese_spelling():
    assert english() - WITHOUT_CHINESE - CHINESE.keys() == set()


def test_chinese_spells_keywords_only():
    spelled = {word for words in CHINESE for word in words.split()}
    assert spelled - english() == ONLY_CHINESE


def test_a_chinese_spelling_is_one_word():
    for spellings in CHINESE.values():
        assert spellings
        for spelling in spellings:
            assert re.fullmatch("[\u4e00-\u9fff]+", spelling)


def test_no_chinese_spelling_stands_for_two_keywords():
    listed = [spelling for spellings in CHINESE.values() for spelling in spellings]
    assert len(listed) == len(set(listed))


def test_clauses_and_items_are_those_of_the_grammar():
    lark = grammar().lark
    begins = lambda start: {t.lower() for t in lark.parse_interactive(start=start).accepts() if t != "$END"}  # noqa: E731
    assert set(CLAUSES) == begins("clauses")
    assert set(ITEMS) == begins("items")
