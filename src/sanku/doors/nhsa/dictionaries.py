"""The value dictionaries of the national message, as far as public sources agree on them.

A dictionary that sources contradict, or that nobody recovered, is not here: only a sender's profile can give it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sanku.claim.enums import SCHEME_CODES

_OUTPATIENT, _INPATIENT, _PHARMACY = "outpatient", "inpatient", "pharmacy"

STANDARD: Mapping[str, Mapping[str, str]] = {
    "gend": {"1": "male", "2": "female"},
    "insutype": SCHEME_CODES,
    "medins_lv": {
        "01": "tertiary", "02": "tertiary", "03": "tertiary", "04": "tertiary", "05": "secondary", "06": "secondary",
        "07": "secondary", "08": "primary", "09": "primary", "10": "primary",
    },
    "med_type": {
        "11": _OUTPATIENT, "12": _OUTPATIENT, "13": "emergency", "14": "chronic_clinic", "15": _OUTPATIENT,
        "16": _OUTPATIENT, "19": _OUTPATIENT, "21": _INPATIENT, "22": _INPATIENT, "23": _INPATIENT, "24": _INPATIENT,
        "25": _INPATIENT, "26": _INPATIENT, "27": _INPATIENT, "28": "day_case", "29": _INPATIENT, "41": _PHARMACY,
        "51": _OUTPATIENT, "52": _INPATIENT,
    },
    "hilist_type": {
        "101": "drug", "102": "herb", "106": "granule", "201": "service", "301": "consumable", "501": "care",
    },
    "hilist_lv": {"01": "A", "02": "B", "03": "C"},
    "chrg_type": {
        "01": "bed", "02": "consultation", "03": "exam", "04": "lab", "05": "treatment", "06": "surgery",
        "07": "nursing", "08": "material", "09": "western_medicine", "10": "herbal_pieces", "11": "patent_medicine",
        "12": "general_consultation", "13": "registration", "14": "other",
    },
    "inout_dise_type": {"1": "admission", "2": "discharge"},
    "warn_type": {"1": "order", "2": "settle"},
    "dspo_way": {"1": "continue", "2": "return"},
    "trig_scen": {str(number): str(number) for number in range(1, 11)},
}  # fmt: skip
"""Field of the message, its value, and the member of the event's closed list."""

GRADES: Mapping[str, str] = {
    "01": "special", "02": "A", "03": "B", "04": "C", "05": "A", "06": "B", "07": "C", "08": "A", "09": "B", "10": "C",
}  # fmt: skip
"""The second half of ``medins_lv``: 特等, 甲, 乙, 丙."""

NOT_STATED: Mapping[str, frozenset[str]] = {
    "gend": frozenset(("0", "9")),
    "hilist_type": frozenset(("105",)),
}
"""Values that a dictionary has for unknown, or for something that the event has no member for."""

BY_PROFILE_ONLY: Mapping[str, str] = {
    "matn_stas": "1 means pregnant in one dictionary and neither pregnant nor lactating in another",
    "out_setl_flag": "two dictionaries are in use",
    "drord_dr_profttl": "two dictionaries are in use",
    "medins_type": "the national dictionary is not public",
    "anst_way": "the national dictionary is not public",
}
"""Fields whose values mean something only where the sender's profile says what (semantics 14)."""

MDTRT_KINDS: Mapping[str, frozenset[str]] = {
    "1": frozenset(("outpatient", "emergency", "observation", "chronic_clinic", "internet", "home", "checkup")),
    "2": frozenset(("inpatient", "day_case", "observation")),
    "3": frozenset(("pharmacy",)),
}
"""``med_mdtrt_type`` and the kinds that agree with it. It only serves to notice a contradiction with ``med_type``."""
