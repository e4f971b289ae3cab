"""The union of all expressions."""

from __future__ import annotations

from sanku.semantics.nodes.conditions import (
    And,
    Between,
    Compare,
    Contains,
    Exists,
    ForAll,
    Is,
    Not,
    Or,
    Overlaps,
    SamePeriod,
    Truth,
    UpTo,
    Within,
)
from sanku.semantics.nodes.sources import Aggregate, Pick, Rank
from sanku.semantics.nodes.values import (
    Arithmetic,
    BuiltinCall,
    Cell,
    CodeSetValue,
    DefinitionCall,
    Deref,
    Field,
    IfElse,
    Literal,
    Local,
    Negative,
    ParameterValue,
    SetLiteral,
    Single,
)

Expr = (
    Literal | SetLiteral | Local | Single | Field | Deref | Cell | ParameterValue | CodeSetValue | IfElse | Arithmetic
    | Negative | BuiltinCall | DefinitionCall | Or | And | Not | Truth | Compare | Contains | Between | Is | Within
    | Overlaps | SamePeriod | UpTo | Exists | ForAll | Aggregate | Pick | Rank
)  # fmt: skip
