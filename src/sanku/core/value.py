"""Run-time values: what a field of an event, a cell of a row and an expression can be.

Text and enum members are ``str``; none is ``None``; unknown is ``Unknown``; numbers are always ``Quantity``.
"""

from __future__ import annotations

import msgspec

from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown


class Period(msgspec.Struct, frozen=True):
    """From ``start`` to ``end``, half-open; ``end`` is ``None`` while it runs (semantics 58)."""

    start: Moment | Unknown
    end: Moment | Unknown | None


class CodeList(msgspec.Struct, frozen=True):
    """Codes and names of code sets, as a cell or a literal holds them; names are resolved by region and date."""

    codes: tuple[Code, ...]
    sets: tuple[str, ...] = ()


Known = bool | str | Quantity | Moment | Period | Code | CodeList | tuple[object, ...]
Value = Known | None | Unknown
