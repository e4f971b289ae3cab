"""Which profile a message is read by: its institution's, filled up from the files of the regions around it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sanku.catalog.nodes import SenderProfile
from sanku.claim.scalars import plain_text

Senders = Mapping[str, SenderProfile]

_DEFAULT = "default"
_REGION_DIGITS = 6
_SAME_CODES: Mapping[str, str] = {
    "dscg_main_dise_codg": "dise_codg",
    "dscg_dept_codg": "adm_dept_codg",
    "drord_dept_codg": "adm_dept_codg",
}
"""Fields that hold codes of the same kind as another, by whose table they are read."""


def profile_of(message: Mapping[str, object], patients: list[Mapping[str, object]], senders: Senders) -> SenderProfile:
    """Return the profile of a message.

    The institution is that of the envelope, else of the first encounter. Without a file of its own it is read by that
    of its region, else of its province, else by ``default``. Whatever the chosen file does not say of dictionaries and
    codes, the files of the regions around it do, the nearest first.

    Args:
        message: The request.
        patients: Its patients.
        senders: Profiles by institution, by region (six digits), and ``default``.
    """
    around = [senders[region] for region in _regions(message.get("mdtrtarea_admvs")) if region in senders]
    own = [senders[name] for name in _institutions(message, patients) if name in senders]
    default = [senders[_DEFAULT]] if _DEFAULT in senders else []
    first = next(iter((*own, *around, *default)), SenderProfile(""))
    return _filled(first, [one for one in around if one is not first])


def translated(profile: SenderProfile, key: str, code: str) -> str | None:
    """Return what a local code of a field stands for, ``None`` if no table knows it."""
    for field in (key, _SAME_CODES.get(key, key)):
        found = profile.code_tables.get(field, {}).get(code)
        if found:
            return found
    return profile.code_maps.get(code) or None


def _institutions(message: Mapping[str, object], patients: list[Mapping[str, object]]) -> list[str]:
    names = [message.get("fixmedins_code")]
    for patient in patients:
        found = patient.get("fsi_encounter_dtos")
        encounters = [found] if isinstance(found, Mapping) else found if isinstance(found, list) else []
        names += [one.get("medins_id") for one in encounters if isinstance(one, Mapping)]
    return [_text(name) for name in names]


def _regions(given: object) -> list[str]:
    region = _text(given)
    if len(region) != _REGION_DIGITS:
        return []
    return list(dict.fromkeys((region, f"{region[:4]}00", f"{region[:2]}0000")))


def _text(given: object) -> str:
    return given.strip() if isinstance(given, str) else plain_text(given) or ""


def _filled(profile: SenderProfile, around: list[SenderProfile]) -> SenderProfile:
    for region in around:
        profile = msgspec.structs.replace(
            profile,
            dictionaries=_merged(region.dictionaries, profile.dictionaries),
            code_tables=_merged(region.code_tables, profile.code_tables),
            code_maps={**region.code_maps, **profile.code_maps},
        )
    return profile


def _merged(below: dict[str, dict[str, str]], above: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {name: {**below.get(name, {}), **above.get(name, {})} for name in (*below, *above)}
