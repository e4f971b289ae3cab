"""The bugs that ``plant.py`` plants: each a place in the event engine or the plans, what stands there, what is put there.

A text occurs exactly once in its file, which a test holds; whoever rewrites the place writes the mutation anew.
"""

from __future__ import annotations

from dataclasses import dataclass

EVENT = "src/sanku/engines/event"
IR = "src/sanku/ir"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One planted bug.

    Args:
        name: What goes wrong, as a person would say it.
        file: Path from the checkout.
        old: Text that occurs once in the file.
        new: What it is replaced by.
    """

    name: str
    file: str
    old: str
    new: str


MUTATIONS = (
    Mutation(
        "a window leaves its last day out",
        f"{EVENT}/operators.py",
        "if both else 0 <= gap <= most",
        "if both else 0 <= gap < most",
    ),
    Mutation(
        "`strictly` is not looked at",
        f"{EVENT}/operators.py",
        "if not strictly or near is False:",
        "if near is not None:",
    ),
    Mutation(
        "a time of day is made up where only the date is known",
        f"{EVENT}/operators.py",
        'return "precision" if order is None else _by_order(how.operator, order)',
        "return _by_order(how.operator, order or 0)",
    ),
    Mutation(
        "none counts as unknown in a comparison",
        f"{EVENT}/fast/runtime.py",
        '"""Return a comparison: false if a side is none, undecided if one is unknown."""\n'
        "    if left is None or right is None:\n        return False",
        '"""Return a comparison: false if a side is none, undecided if one is unknown."""\n'
        "    if left is None or right is None:\n        return None",
    ),
    Mutation(
        "a partly supplied collection counts as whole",
        f"{EVENT}/claim_view.py",
        'if extent.state != "complete":',
        'if extent.state == "absent":',
    ),
    Mutation(
        "a history that covers one facility counts for all",
        f"{EVENT}/claim_view.py",
        'if extent.scope != "all" and not window.own_facility:',
        'if extent.scope == "none":',
    ),
    Mutation(
        "a superseded row stays in force",
        f"{EVENT}/table_index.py",
        "return rows.status(position) in RUNNING and holds_on(rows.start(position), rows.end(position), day)",
        "return rows.status(position) in RUNNING and holds_on(rows.start(position), None, day)",
    ),
    Mutation(
        "a retired row fires",
        f"{EVENT}/table_index.py",
        "return rows.status(position) in RUNNING and holds_on(rows.start(position), rows.end(position), day)",
        "return holds_on(rows.start(position), rows.end(position), day)",
    ),
    Mutation(
        "a symmetric pair is tried one way round only",
        f"{EVENT}/knowledge.py",
        "for order in sorted(orders, key=lambda order: order != keys):",
        "for order in sorted(orders, key=lambda order: order != keys)[:1]:",
    ),
    Mutation(
        "less specific rows are not dropped",
        f"{EVENT}/knowledge.py",
        "for position, lengths in found.items() if lengths == best}",
        "for position, lengths in found.items() if lengths <= best}",
    ),
    Mutation(
        "an amendment does not begin on its day",
        f"{EVENT}/rule_versions.py",
        "            yield from _edges(amendment.start, amendment.end)\n",
        "            yield from _edges(None, amendment.end)\n",
    ),
    Mutation(
        "a withdrawn exemption goes on",
        f"{EVENT}/rule_versions.py",
        "            yield withdrawal.start\n",
        "            yield date.max\n",
    ),
    Mutation(
        "an exemption for one row spares all",
        f"{EVENT}/dispatch.py",
        "(one.name, frozenset(one.rows) or None)",
        "(one.name, None)",
    ),
    Mutation(
        "`count(distinct …)` counts none as a value",
        f"{EVENT}/aggregation.py",
        "return [value for value in values if value is not None and not isinstance(value, Unknown)]",
        "return [value for value in values if not isinstance(value, Unknown)]  # type: ignore[misc]",
    ),
    Mutation(
        "members of equal key take their rank the wrong way round",
        f"{EVENT}/aggregation.py",
        "member_order(one.who) < member_order(own.who)",
        "member_order(one.who) > member_order(own.who)",
    ),
    Mutation(
        "a sum with unknown members is taken for known",
        f"{EVENT}/aggregation.py",
        "return Range(total.base, None, total.unit,",
        "return Range(total.base, total.base, total.unit,",
    ),
    Mutation(
        "a cap counts members after the subject",
        f"{EVENT}/running_total.py",
        "if not unplaced and settled_order(member) > limit:",
        "if not unplaced and settled_order(member) > max(limit, settled_order(member)):",
    ),
    Mutation(
        "a quantity that a refund made unknown counts as certain",
        f"{EVENT}/running_total.py",
        "if unplaced or part.belongs is not None or isinstance(part.item, Unknown):",
        "if unplaced or part.belongs is not None:",
    ),
    Mutation(
        "an equality finds only members whose field is known",
        f"{EVENT}/claim_view.py",
        "        if not unknown_ones:\n            return found or ()",
        "        if not unknown_ones or found:\n            return found or ()",
    ),
    Mutation(
        "the earlier of a pair is its subject",
        f"{EVENT}/detail/bindings.py",
        "return member_order(subject) > member_order(other)",
        "return member_order(subject) < member_order(other)",
    ),
    Mutation(
        "evidence of an `or` shows operands that did not decide",
        f"{EVENT}/detail/evidence.py",
        "                if not decisive or scope.truth(item) is truth:\n                    yield from shown(scope, item, seen)",
        "                yield from shown(scope, item, seen)",
    ),
    Mutation(
        "the causes of what cannot matter are listed as missing",
        f"{EVENT}/detail/instance.py",
        "return merge(*(one.value for one in judged.weighed)).missing",
        "return merge(*(one.base for one in judged.weighed)).missing",
    ),
    Mutation(
        "`not in` finds its subjects by the codes it rules out",
        f"{IR}/passes/dispatch.py",
        "case Contains(item=item, container=container, negated=False) if",
        "case Contains(item=item, container=container) if",
    ),
    Mutation(
        "the operands of an `or` are taken apart like those of an `and`",
        f"{IR}/passes/flatten.py",
        "    if isinstance(expr, And):",
        "    if isinstance(expr, And) or type(expr).__name__ == 'Or':",
    ),
    Mutation(
        "members are looked up by an inequality",
        f"{IR}/probes.py",
        'expr.op != "=":',
        'expr.op not in ("=", "!="):',
    ),
    Mutation(
        "a row's key that another row's cell gives is taken for the subject's code",
        f"{IR}/passes/keys.py",
        'name="code", type=CodeType()) if name in plan.names():',
        "type=CodeType()) if name in plan.names():",
    ),
    Mutation(
        "the sieve drops what is unknown",
        f"{EVENT}/sieve/comparisons.py",
        """unset = " and ".join(f"{name} is not UNSET" for name in unknowns)\n        return f"({none} or ({unset} and {said}))\"""",
        """return f"({none} or {' or '.join(f'{name} is UNSET' for name in unknowns)} or {said})\"""",
    ),
    Mutation(
        "the sieve takes a partner for the member itself",
        f"{EVENT}/sieve/bodies.py",
        "if not ({has_partner(emitter, other.collection)}): return False",
        "if {has_partner(emitter, other.collection)}: return False",
    ),
    Mutation(
        "the sieve takes every collection for whole",
        f"{EVENT}/sieve/sifting.py",
        'if extent.state != "complete":\n            return False',
        'if extent.state != "complete":\n            return True',
    ),
)
