"""``mentions(text, terms)``: whether a text holds one of the terms (semantics 31)."""

from __future__ import annotations

from sanku.builtins.kinds import always
from sanku.builtins.nodes import Builtin, Env, Example, Parameter
from sanku.core.text import fold
from sanku.core.types import BoolType, ListType, TextType, Type
from sanku.core.unknown import Unknown, merge, unknown
from sanku.core.value import Known, Value


def _is_terms(given: Type) -> bool:
    return isinstance(given, TextType) or (isinstance(given, ListType) and isinstance(given.item, TextType))


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    text, terms = arguments
    if not isinstance(text, str):
        return unknown("mentions", "unit")
    folded = fold(text)
    listed = terms if isinstance(terms, tuple) else (terms,)
    if any(isinstance(term, str) and fold(term) in folded for term in listed):
        return True
    return merge(*listed) if any(isinstance(term, Unknown) for term in listed) else False


BUILTIN = Builtin(
    name="mentions",
    parameters=(
        Parameter("text", lambda given: isinstance(given, TextType), "a text"),
        Parameter("terms", _is_terms, "a text or a list of texts"),
    ),
    result=always(BoolType()),
    body=_body,
    title="whether `text` holds one of `terms`, letter for letter after folding; it does not see a negation",
    title_zh="文本是否包含任一词语（不识别否定）",
    said_zh="{0}提到{1}",
    said_en="{0} mentions {1}",
    examples=(
        Example(("腹部彩超（ＡＢ）", ("彩超", "CT")), value=True),
        Example(("Chest ct", ("彩超", "CT")), value=True),
        Example(("胸片", ("彩超", "CT")), value=False),
        Example(("胸片", "胸片"), value=True),
        Example((None, ("CT",)), None),
        Example((unknown("lines.name", "absent", "1"), ("CT",)), unknown("lines.name", "absent", "1")),
    ),
)
