"""What the facts say for one pair of layer chains: tables by key, and on a day parameters and code sets.

Everything is looked up when first asked for and kept; what is kept never changes what is answered.
"""

from __future__ import annotations

from datetime import date

from sanku.builtins import Env
from sanku.catalog.cells import SET
from sanku.catalog.key_index import Wanted, wanted
from sanku.catalog.layers import parameter_value, table_rows
from sanku.catalog.membership import atoms, set_length
from sanku.catalog.nodes import Row
from sanku.core.code import Code, System
from sanku.core.moment import Moment
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import CodeList, Value
from sanku.engines.event.operators import same_value
from sanku.engines.event.set_index import SetIndex
from sanku.engines.event.table_index import TableIndex
from sanku.semantics.nodes import Model

BENEFIT_START = "policy.benefit_year_start"
"""The parameter whose month and day begin the benefit year."""

_MOST_DAYS = 512
_MOST_OF_A_DAY = 4096
_MOST_CODES = 65536


class Knowledge:
    """The facts in two chains. Safe to share between threads: a race only looks something up twice."""

    __slots__ = ("_ancestors", "_days", "_names", "_tables", "_texts", "chains", "env", "model", "sets")

    def __init__(self, model: Model, insured: tuple[str, ...], care: tuple[str, ...]) -> None:
        self.model = model
        self.chains = {"insured": insured, "care": care}
        self.env = Env(model.catalog.systems)
        self.sets = SetIndex(model.catalog, self.chains)
        self._ancestors: dict[tuple[str, str], frozenset[str]] = {}
        self._names: dict[tuple[str, str], tuple[Wanted, ...]] = {}
        self._tables: dict[str, TableIndex] = {}
        # By identity, since a list is long; the list is kept beside, so that its identity cannot be taken by another.
        self._texts: dict[tuple[int, str], tuple[CodeList, frozenset[str]]] = {}
        self._days: dict[date, DayKnowledge] = {}

    def table(self, name: str) -> TableIndex:
        """Return the index of a table, resolved in the chain of its kind."""
        found = self._tables.get(name)
        if found is None:
            table = self.model.catalog.tables[name]
            rows = table_rows(table, self.chains[table.region])
            found = self._tables[name] = TableIndex(table, rows, self.names)
        return found

    def ancestors(self, code: Code) -> frozenset[str]:
        """Return every text by which a row can name a code: itself, its ancestors, and those of its parts."""
        key = (code.system, code.text)
        found = self._ancestors.get(key)
        if found is None:
            if len(self._ancestors) >= _MOST_CODES:
                self._ancestors.clear()
            found = self._ancestors[key] = self.above(code)
        return found

    def above(self, code: Code) -> frozenset[str]:
        """Return what ``ancestors`` does, and keep nothing."""
        system = self.model.catalog.systems.get(code.system, System(code.system))
        return frozenset(text for atom in atoms(system, code.text) for text in atom.texts)

    def names(self, code: Code) -> tuple[Wanted, ...]:
        """Return everything by which a key cell can name a code: its ancestors, and the sets that may hold it."""
        key = (code.system, code.text)
        found = self._names.get(key)
        if found is None:
            if len(self._names) >= _MOST_CODES:
                self._names.clear()
            texts = (f"{code.system}:{text}" for text in self.ancestors(code))
            sets = (f"{SET}{name}" for name in self.sets.may_hold(code))
            found = self._names[key] = tuple(wanted(name) for name in (*texts, *sets))
        return found

    def texts(self, listed: CodeList, system: str) -> frozenset[str]:
        """Return the codes of one system that a cell's list names."""
        key = (id(listed), system)
        found = self._texts.get(key)
        if found is None or found[0] is not listed:
            if len(self._texts) >= _MOST_CODES:
                self._texts.clear()
            texts = frozenset(code.text for code in listed.codes if code.system == system)
            found = self._texts[key] = (listed, texts)
        return found[1]

    def on(self, day: date) -> DayKnowledge:
        """Return the facts on a governing date."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            found = self._days[day] = DayKnowledge(self, day)
        return found


class DayKnowledge:
    """The facts on one governing date."""

    __slots__ = ("_in_set", "_parameters", "_rows", "benefit_start", "day", "knowledge")

    def __init__(self, knowledge: Knowledge, day: date) -> None:
        self.knowledge = knowledge
        self.day = day
        self._parameters: dict[str, Value] = {}
        self._in_set: dict[tuple[str, str, str], int | None] = {}
        self._rows: dict[tuple[str, tuple[Value, ...]], tuple[Row, ...]] = {}
        start = self.parameter(BENEFIT_START) if BENEFIT_START in knowledge.model.catalog.parameters else None
        self.benefit_start = (start.day.month, start.day.day) if isinstance(start, Moment) else (1, 1)

    def parameter(self, name: str) -> Value:
        """Return the value of a parameter in force, unknown if none is."""
        try:
            return self._parameters[name]
        except KeyError:
            facts = self.knowledge.model.catalog.parameters[name]
            found = parameter_value(facts, self.knowledge.chains[facts.region], self.day)
            value = self._parameters[name] = unknown(name, "parameter") if found is None else found.value
            return value

    def set_length(self, name: str, code: Code) -> int | None:
        """Return how long the entry of a code set is that holds ``code``; ``None`` if it is not in the set."""
        key = (name, code.system, code.text)
        try:
            return self._in_set[key]
        except KeyError:
            if len(self._in_set) >= _MOST_OF_A_DAY:
                self._in_set.clear()
            found = self._in_set[key] = self._looked_up(name, code)
            return found

    def _looked_up(self, name: str, code: Code) -> int | None:
        catalog = self.knowledge.model.catalog
        code_set = catalog.code_sets.get(name)
        if code_set is None or code_set.system != code.system:
            return None
        return set_length(catalog, name, self.knowledge.chains[code_set.region], self.day, code.text)

    def holds(self, container: Code | CodeList, code: Code) -> bool:
        """Tell whether a code is at or below another, or in a cell's list."""
        ancestors = self.knowledge.ancestors(code)
        if isinstance(container, Code):
            return container.system == code.system and container.text in ancestors
        if not self.knowledge.texts(container, code.system).isdisjoint(ancestors):
            return True
        return any(self.set_length(name, code) is not None for name in container.sets)

    def matched_length(self, container: Code | CodeList, code: Code) -> int | None:
        """Return the length of the longest item that holds ``code``, ``None`` if none does (semantics 28)."""
        if isinstance(container, Code):
            return len(container.text) if self.holds(container, code) else None
        texts = self.knowledge.texts(container, code.system)
        lengths = [len(text) for text in self.knowledge.ancestors(code) if text in texts]
        lengths.extend(length for name in container.sets if (length := self.set_length(name, code)) is not None)
        return max(lengths, default=None)

    # -- rows --

    def rows(self, name: str, keys: tuple[Value, ...]) -> tuple[Row, ...]:
        """Return the rows in force that known keys pick, those of a symmetric table both ways round."""
        key = (name, keys)
        try:
            return self._rows[key]
        except KeyError:
            if len(self._rows) >= _MOST_OF_A_DAY:
                self._rows.clear()
            found = self._rows[key] = self._picked(name, keys)
            return found

    def _picked(self, name: str, keys: tuple[Value, ...]) -> tuple[Row, ...]:
        table = self.knowledge.table(name)
        orders = {keys, table.swapped(keys)} if table.table.symmetric else {keys}
        found: dict[int, tuple[int, ...]] = {}
        for order in sorted(orders, key=lambda order: order != keys):
            for position in table.candidates(order):
                lengths = self._lengths(table, position, order)
                if lengths is not None and table.in_force(position, self.day):
                    found[position] = max(lengths, found.get(position, lengths))
        if table.table.match == "most_specific" and found:
            best = max(found.values())
            found = {position: lengths for position, lengths in found.items() if lengths == best}
        return tuple(sorted((table.row(position) for position in found), key=lambda row: row.id))

    def may_have_rows(self, name: str, keys: tuple[Value, ...]) -> bool:
        """Tell whether some row in force agrees with the known parts of a key; a none part agrees with nothing."""
        table = self.knowledge.table(name)
        orders = {keys, table.swapped(keys)} if table.table.symmetric else {keys}
        return any(
            self._lengths(table, position, order) is not None and table.in_force(position, self.day)
            for order in orders
            if None not in order
            for position in table.candidates(order)
        )

    def _lengths(self, table: TableIndex, position: int, keys: tuple[Value, ...]) -> tuple[int, ...] | None:
        """Return the matched code lengths of a row, ``None`` if a known part does not match."""
        lengths: list[int] = []
        for column, key in zip(table.columns, keys, strict=True):
            length = self._length(table.cell(position, column.place), key)
            if length is None:
                return None
            lengths.append(length)
        return tuple(lengths)

    def _length(self, cell: Value, key: Value) -> int | None:
        if key is None or cell is None:
            return None
        if isinstance(key, Unknown):
            return 0
        if isinstance(cell, Code | CodeList):
            return self.matched_length(cell, key) if isinstance(key, Code) else None
        held = cell if isinstance(cell, tuple) else (cell,)
        return 0 if any(same_value(item, key) for item in held) else None  # type: ignore[arg-type]  # cells hold known values
