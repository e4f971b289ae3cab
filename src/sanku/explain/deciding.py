"""What would decide an undetermined instance, to lines that a person reads (semantics 36)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanku.engines.reference import Deciding, DecidingSet
from sanku.explain.decision import Paragraph, Part, Words

_OUTCOME = {
    "fires": ("不符合规则", "the rule fires"),
    "does not fire": ("符合规则", "the rule does not fire"),
    "undetermined": ("仍无法判定", "still undetermined"),
}
_WORDS = {
    "head": ("怎样才能判定", "what would decide"),
    "if_true": ("若成立", "if so"),
    "if_false": ("若不成立", "if not"),
    "sets": ("最少需要的回答", "smallest sets of answers"),
    "many": ("未知条件过多，未计算组合", "joint: not computed, too many open conditions"),
    "independent": ("（各条件视为相互独立）", "(conditions are treated as independent)"),
}
_YES_NO = {True: ("是", "yes"), False: ("否", "no")}


def explain_deciding(found: Iterable[Deciding], words: Words) -> tuple[Paragraph, ...]:
    """Return, for each undetermined instance, what each answer alone gives and which smallest sets settle it."""
    return tuple(paragraph for deciding in found for paragraph in _one(deciding, words))


def _one(deciding: Deciding, words: Words) -> Iterator[Paragraph]:
    at = words.line(deciding.subject)
    rows = f" [{', '.join(deciding.rows)}]" if deciding.rows else ""
    head = f"{_say(_WORDS['head'], words)}：{deciding.rule}{rows} · {at} "
    yield Paragraph(1, (Part(head, "strong"), Part(_say(_WORDS["independent"], words), "quiet")))
    for number, atom in enumerate(deciding.atoms, 1):
        about = f" [{', '.join(atom.about)}]" if atom.about else ""
        yield Paragraph(2, (Part(f"{number}. {atom.text}{about}"),))
        answers = (
            f"{_say(_WORDS['if_true'], words)} → {_say(_OUTCOME[atom.if_true], words)}",
            f"{_say(_WORDS['if_false'], words)} → {_say(_OUTCOME[atom.if_false], words)}",
        )
        yield Paragraph(3, (Part("；".join(answers), "quiet"),))
    if deciding.joint is None:
        yield Paragraph(2, (Part(_say(_WORDS["many"], words), "warn"),))
    elif deciding.joint:
        yield Paragraph(2, (Part(_say(_WORDS["sets"], words)),))
        for answers_that_decide in deciding.joint:
            yield Paragraph(3, (Part(_set(answers_that_decide, words), "quiet"),))


def _set(found: DecidingSet, words: Words) -> str:
    answers = "，".join(f"{place + 1} {_say(_YES_NO[answer], words)}" for place, answer in found.answers)
    return f"{answers} → {_say(_OUTCOME[found.outcome], words)}"


def _say(pair: tuple[str, str], words: Words) -> str:
    return pair[0] if words.language == "zh" else pair[1]
