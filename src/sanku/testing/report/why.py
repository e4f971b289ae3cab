"""Why a rule came out as it did, in lines: what each subject met, each comparison with its values, what was missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.engines.reference import Reason


def why_lines(rule: str, reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield one line for each subject of the rule, and below it one for each comparison that was made."""
    for reason in reasons:
        rows = f" [{', '.join(reason.rows)}]" if reason.rows else ""
        subject = f" on {reason.subject}" if reason.subject else ""
        why = f": {reason.why}" if reason.why else ""
        yield f"{rule}{rows}{subject}: {reason.outcome}{why}"
        for atom in reason.atoms:
            values = f"  ({' | '.join(atom.values)})" if atom.values else ""
            yield f"  {atom.truth:<8}{atom.clause}: {atom.text}{values}"
        for missing in reason.missing:
            yield f"  missing {missing.path} ({missing.cause})"
