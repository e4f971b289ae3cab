"""What records and collections of the event are called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Pair = tuple[str, str]
"""Chinese and English."""

RECORDS: Mapping[str, Pair] = MappingProxyType({
    "line": ("明细", "line"), "entry": ("原始明细", "entry"), "diagnosis": ("诊断", "diagnosis"),
    "procedure": ("手术", "procedure"), "observation": ("检查检验结果", "observation"), "order": ("医嘱", "order"),
    "prescription": ("处方", "prescription"), "execution": ("执行记录", "execution"),
    "document": ("病历文书", "document"), "approval": ("备案审批", "approval"), "stock": ("进销存记录", "stock entry"),
    "indicator": ("指标", "indicator"), "physician": ("医师", "physician"), "encounter": ("就诊", "encounter"),
    "patient": ("患者", "patient"), "coverage": ("参保人", "enrolment"), "facility": ("医疗机构", "facility"),
    "chronic_approval": ("慢特病资格", "chronic disease approval"), "designation": ("定点选择", "designation"),
    "resettlement": ("异地安置备案", "resettlement"), "facility_scope": ("诊疗科目", "licensed specialty"),
    "preparation": ("院内制剂", "preparation"), "bed_stay": ("床位记录", "bed stay"),
    "condition": ("长期状态", "lasting condition"), "allergy": ("过敏", "allergy"),
    "practice_scope": ("执业范围", "practice scope"), "privilege": ("处方权限", "privilege"),
    "payment_status": ("医保支付资格", "payment status"),
})  # fmt: skip

PLURALS: Mapping[str, str] = MappingProxyType({
    "diagnosis": "diagnoses", "entry": "entries", "stock entry": "stock entries", "allergy": "allergies",
    "licensed specialty": "licensed specialties", "payment status": "payment statuses",
})  # fmt: skip
"""English plurals that take more than an ``s``."""

EXTENTS: Mapping[str, Pair] = MappingProxyType({
    "current": ("本次", "this encounter's "), "history": ("既往", "earlier "),
    "record": ("本次及既往", "present and earlier "),
    "nested": ("", "the "),
})  # fmt: skip
"""What the kind of a collection adds to the noun of its members."""


def plural(noun: str) -> str:
    """Return the plural of an English noun."""
    return PLURALS.get(noun, f"{noun}s")
