"""A mutation score as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sanku.explain import Paragraph, Part
from sanku.testing.mutation.run import Score


def score_lines(score: Score) -> Iterator[Paragraph]:
    """Yield each survivor with the case that would kill it, then the score."""
    for case in score.failing:
        yield Paragraph(0, (Part(f"{case}: does not pass, so it can notice nothing", "warn"),))
    for survivor in score.survivors:
        verdict = survivor.verdict
        if survivor.reason:
            continue
        yield Paragraph(0, (Part(f"{verdict.place}: not noticed: {verdict.text}", "bad"),))
        if survivor.killer is not None:
            if survivor.killer.place:
                yield Paragraph(1, (Part(f"{survivor.killer.place}: this case would, if it expected all:", "quiet"),))
            yield from (Paragraph(1, (Part(line, "quiet"),)) for line in survivor.killer.text.rstrip().splitlines())
        else:
            hint = f'no case was found that would notice it; if it changes nothing: # equivalent "{verdict.text}": why'
            yield Paragraph(1, (Part(hint, "quiet"),))
    alive = len(score.survivors) - score.explained
    text = f"{len(score.verdicts)} mutants: {score.killed} noticed, {alive} not noticed, {score.explained} explained"
    yield Paragraph(0, (Part(f"{text}; score {score.percent}%; {score.kept} verdicts kept from an earlier run"),))


def score_json(score: Score) -> str:
    """Return the score as indented JSON."""
    found = {
        "mutants": len(score.verdicts),
        "noticed": score.killed,
        "explained": score.explained,
        "score": score.percent,
        "survivors": [
            {
                "place": one.verdict.place,
                "mutant": one.verdict.text,
                "rules": list(one.verdict.rules),
                "reason": one.reason,
                "case": one.killer.text if one.killer is not None else "",
                "case_there": one.killer.place if one.killer is not None else "",
            }
            for one in score.survivors
        ],
        "verdicts": [
            {"place": one.place, "mutant": one.text, "noticed_by": one.killed_by or None} for one in score.verdicts
        ],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
