"""The claim event in our own form: what a sender may write, and the published JSON schema.

Fields 1 to 8 of the event schema, and the collections; records stand in ``people``, ``care``, ``lines``, ``results``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sanku.claim import enums, enums_care
from sanku.claim.care import Diagnosis, Encounter, Procedure
from sanku.claim.lines import Line
from sanku.claim.people import Coverage, Facility, Patient, RegisteredPhysician
from sanku.claim.results import (
    Approval,
    Document,
    Execution,
    Indicator,
    Observation,
    Order,
    Prescription,
    Stock,
)  # fmt: skip
from sanku.claim.tags import Admdvs, Day, Fact, Record, Text, Texts, Time


class Supplied(Record):
    """How much of a collection was supplied (semantics 1)."""

    state: Annotated[enums_care.State, Fact("供给状态", "sender profile")] = None
    from_: Annotated[Day, Field(alias="from"), Fact("自何日起完整", "sender profile", name="from")] = None
    scope: Annotated[enums_care.SupplyScope, Fact("供给范围", "sender profile")] = None
    kinds: Annotated[list[enums.EncounterKindName] | None, Fact("所含就诊方式", "sender profile")] = None


class History(Record):
    """Other encounters of the patient, with their lines, diagnoses, results and documents."""

    encounters: Annotated[list[Encounter] | None, Fact("既往就诊", "3101", core=True)] = None
    lines: Annotated[list[Line] | None, Fact("既往明细", "3101", core=True)] = None
    diagnoses: Annotated[list[Diagnosis] | None, Fact("既往诊断", "3101", core=True)] = None
    procedures: Annotated[list[Procedure] | None, Fact("既往手术", "3101", core=True)] = None
    observations: Annotated[list[Observation] | None, Fact("既往检验检查", "ext")] = None
    orders: Annotated[list[Order] | None, Fact("既往医嘱", "ext")] = None
    prescriptions: Annotated[list[Prescription] | None, Fact("既往处方", "ext")] = None
    executions: Annotated[list[Execution] | None, Fact("既往执行记录", "ext")] = None
    documents: Annotated[list[Document] | None, Fact("既往文书", "ext")] = None
    approvals: Annotated[list[Approval] | None, Fact("既往审批", "ext")] = None


class ShownReminder(Record):
    """A reminder that reached the doctor."""

    finding: Annotated[Text, Fact("发现标识", "ledger")] = None
    at: Annotated[Time, Fact("提醒时间", "ledger")] = None


class GivenJustification(Record):
    """A reason that was given for a finding (semantics 6)."""

    finding: Annotated[Text, Fact("发现标识", "ledger")] = None
    reason: Annotated[Text, Fact("理由代码", "ledger")] = None
    text: Annotated[Text, Fact("理由", "ledger")] = None
    by: Annotated[Text, Fact("说明人", "ledger")] = None
    at: Annotated[Time, Fact("说明时间", "ledger")] = None
    digest: Annotated[Text, Fact("规则内容摘要", "ledger")] = None
    code: Annotated[Text, Fact("主体编码", "ledger")] = None
    amount: Annotated[Text, Fact("已说明金额", "ledger")] = None


class EventLedger(Record):
    """What is known of reminders and reasons, while there is no ledger (semantics 7)."""

    shown: Annotated[list[ShownReminder] | None, Fact("已提醒", "ledger")] = None
    justified: Annotated[list[GivenJustification] | None, Fact("已说明", "ledger")] = None


class DoorNote(Record):
    """Something a door found odd in the message it translated."""

    code: Annotated[Text, Fact("提示代码", "door")] = None
    path: Annotated[Text, Fact("报文位置", "door")] = None
    message: Annotated[Text, Fact("英文说明", "door")] = None
    message_zh: Annotated[Text, Fact("中文说明", "door")] = None
    raw: Annotated[Text, Fact("原值", "door")] = None


class ClaimEvent(Record):
    """One patient, one current encounter, its lines, and the history.

    A key that is absent is unknown; a key that is null is known to be none.
    """

    id: Annotated[Text, Fact("报文/任务标识", "env:msgid, 3101:task_id", core=True)] = None
    phase: Annotated[enums.PhaseName, Fact("环节", "infno", core=True)]
    trigger: Annotated[enums.Trigger, Fact("触发场景", "3101:trig_scen", core=True)] = None
    insured_region: Annotated[Admdvs, Fact("参保地区划", "env:insuplc_admdvs, 3101:poolarea", core=True)] = None
    care_region: Annotated[Admdvs, Fact("就医地区划", "env:mdtrtarea_admvs, 3101:medins_admdvs", core=True)] = None
    asked_at: Annotated[Time, Fact("交易时间", "env:inf_time", core=True)] = None
    rule_ids: Annotated[Texts, Fact("限定规则", "3101:rule_ids", core=True)] = None
    supplied: Annotated[dict[str, Supplied] | None, Fact("数据供给范围", "sender profile")] = None
    patient: Annotated[Patient | None, Fact("参保人", "3101:patient_dtos", core=True)] = None
    coverage: Annotated[Coverage | None, Fact("参保信息", "3101", core=True)] = None
    facility: Annotated[Facility | None, Fact("医疗机构", "3101", core=True)] = None
    encounter: Annotated[Encounter | None, Fact("本次就诊", "3101:fsi_encounter_dtos", core=True)] = None
    lines: Annotated[list[Line] | None, Fact("明细", "3101:fsi_order_dtos", core=True)] = None
    diagnoses: Annotated[list[Diagnosis] | None, Fact("诊断", "3101:fsi_diagnose_dtos", core=True)] = None
    procedures: Annotated[list[Procedure] | None, Fact("手术操作", "3101:fsi_operation_dtos", core=True)] = None
    observations: Annotated[list[Observation] | None, Fact("检验检查结果", "ext LIS")] = None
    orders: Annotated[list[Order] | None, Fact("医嘱", "ext CPOE")] = None
    prescriptions: Annotated[list[Prescription] | None, Fact("处方", "2204, e-prescription")] = None
    executions: Annotated[list[Execution] | None, Fact("执行记录", "ext nursing")] = None
    documents: Annotated[list[Document] | None, Fact("文书", "ext EMR")] = None
    approvals: Annotated[list[Approval] | None, Fact("审批备案", "ext")] = None
    stock: Annotated[list[Stock] | None, Fact("进销存", "3501 to 3509")] = None
    indicators: Annotated[list[Indicator] | None, Fact("统计指标", "computed outside")] = None
    physicians: Annotated[list[RegisteredPhysician] | None, Fact("医师资质", "ext registry")] = None
    history: Annotated[History | None, Fact("既往", "3101, regional history", core=True)] = None
    ledger: Annotated[EventLedger | None, Fact("提醒与说明", "ledger")] = None
    notes: Annotated[list[DoorNote] | None, Fact("接入口的数据提示", "door")] = None


def institution_of(event: ClaimEvent | Mapping[str, object]) -> str:
    """Return the id of the event's institution, ``""`` if it names none."""
    if isinstance(event, ClaimEvent):
        return (event.facility.id or "") if event.facility is not None else ""
    facility = event.get("facility")
    identity = facility.get("id") if isinstance(facility, Mapping) else None
    return identity if isinstance(identity, str) else ""
