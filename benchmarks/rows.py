"""Generated rows in ten families. Nothing of them is medical: codes are counted up, limits drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

LEVELS = ("", "primary", "secondary", "tertiary")
AREAS = 40
"""Fields of medicine; a drug's indications lie mostly in one of them."""

SHARES = {
    "sex": 40, "age": 100, "indication": 140, "level": 80, "dose": 140, "drug_pair": 200, "same_day": 180,
    "per_day": 80, "cumulation": 39, "readmission": 1,
}  # fmt: skip
"""Rows of each family in a thousand."""

FACILITIES = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One rule instance: its family, id, and cells. Pairs have two codes, readmission a facility in their place."""

    family: str
    id: str
    code: str
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Bases:
    """The rows, and the pools of codes that they and the claims are drawn from."""

    rows: tuple[Row, ...]
    drugs: int
    services: int

    def drug(self, rng: random.Random) -> str:
        """Draw a drug; small numbers come more often, as in real bills."""
        return drug_code(_uneven(rng, self.drugs))

    def service(self, rng: random.Random) -> str:
        """Draw a service."""
        return service_code(_uneven(rng, self.services))

    def facility(self, rng: random.Random) -> str:
        """Draw a facility."""
        return f"H{_uneven(rng, FACILITIES):04d}"


def drug_code(number: int) -> str:
    """Return the code of a drug, 23 characters as the national one."""
    return f"XA{number % 100:02d}AB{number // 100 % 1000:03d}Z{number:013d}"


def service_code(number: int) -> str:
    """Return the code of a service, 15 digits."""
    return f"{number:015d}"


def diagnosis(rng: random.Random, area: int) -> str:
    """Draw a diagnosis of an area, seven characters long."""
    return f"{_category(rng, area)}.{rng.randrange(10)}{rng.randrange(2, 12):02d}"


def draw_rows(count: int, seed: int = 1) -> Bases:
    """Draw ``count`` rows; same seed, same rows."""
    rng = random.Random(seed * 1_000_003 + count)  # noqa: S311 - a seeded draw, not a secret
    items = max(60, count // 4)
    drugs, services = items * 65 // 100, items * 35 // 100
    pool = Bases((), drugs, services)
    wanted = {family: max(1, count * share // 1000) for family, share in SHARES.items()}
    wanted["readmission"] = min(wanted["readmission"], FACILITIES)
    wanted["drug_pair"] += count - sum(wanted.values())
    return Bases(
        tuple(
            Row(family, f"{family}_{number}", code, _cells(rng, family, code))
            for family, many in wanted.items()
            for number, code in enumerate(_keys(rng, pool, family, many))
        ),
        drugs,
        services,
    )


def _keys(rng: random.Random, pool: Bases, family: str, many: int) -> list[str]:
    if family == "readmission":
        return [f"H{number:04d}" for number in range(many)]
    if family in ("drug_pair", "same_day"):
        return _pairs(rng, family, pool.drugs if family == "drug_pair" else pool.services, many)
    size, code = (pool.services, service_code) if family == "per_day" else (pool.drugs, drug_code)
    return [code(number) for number in rng.sample(range(size), min(many, size))]


def _pairs(rng: random.Random, family: str, size: int, many: int) -> list[str]:
    """Return pairs of codes, each written ``a b``; half of their partners are common items."""
    code = drug_code if family == "drug_pair" else service_code
    found: dict[tuple[int, int], None] = {}
    while len(found) < min(many, size * (size - 1) // 4):
        a, b = rng.randrange(size), _uneven(rng, size) if rng.random() < 0.1 else rng.randrange(size)
        if a != b and (b, a) not in found:
            found[a, b] = None
    return [f"{code(a)} {code(b)}" for a, b in found]


def _cells(rng: random.Random, family: str, code: str) -> tuple[object, ...]:
    match family:
        case "sex":
            return (rng.choice(("male", "female")),)
        case "age":
            return rng.choice(((18, 150), (18, 150), (0, 14), (rng.randrange(2, 13), 150), (12, rng.randrange(60, 90))))
        case "indication":
            return (_prefixes(rng, int(code[-6:]) % AREAS),)
        case "level":
            return (rng.choice((2, 2, 3)),)
        case "dose":
            return rng.choice((100, 200, 500, 1000)), rng.choice((3, 7, 7, 14))
        case "per_day":
            return (rng.choice((1, 2, 3, 4, 24)),)
        case "cumulation":
            return (rng.choice((4, 10, 30, 60)),)
        case _:
            return ()


def _prefixes(rng: random.Random, area: int) -> tuple[str, ...]:
    """Return three to thirty prefixes of diagnoses, of three, five or seven characters."""
    found: set[str] = set()
    for _ in range(rng.randrange(3, 31)):
        full = diagnosis(rng, area if rng.random() < 0.8 else rng.randrange(AREAS))
        found.add(full[: rng.choice((3, 3, 5, 5, 7))])
    return tuple(sorted(found))


def _category(rng: random.Random, area: int) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[area % 26]}{area // 26 * 50 + rng.randrange(12) * 4:02d}"


def _uneven(rng: random.Random, size: int) -> int:
    """Draw a number below ``size``: half of the draws fall on the first ones."""
    if rng.random() < 0.5:
        return min(int(rng.paretovariate(0.5)) - 1, size - 1)
    return rng.randrange(size)
