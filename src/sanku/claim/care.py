"""The encounter, its diagnoses and its operations: fields 42 to 86 of the event schema."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sanku.claim import enums, enums_care
from sanku.claim.people import Department, FacilityName, Physician
from sanku.claim.tags import (
    Count,
    Days,
    DiseaseType,
    EncounterRef,
    Fact,
    Flag,
    Icd9,
    Icd10,
    Money,
    PaymentGroup,
    Record,
    Site,
    Span,
    Text,
    Time,
    VisitType,
)  # fmt: skip


class Listed(Record):
    """A member of a collection of the encounter or of the history."""

    id: Annotated[Text, Fact("标识", "ext", obligatory=True)] = None
    encounter_id: Annotated[
        EncounterRef, Fact("所属就诊", "nesting", name="encounter", keys=("encounter",), derived=True)
    ] = None


class BedStay(Record):
    """A stay in one bed."""

    ward_kind: Annotated[enums.WardKind, Fact("病房类型", "ext ADT")] = None
    bed_kind: Annotated[enums.BedKind, Fact("床位类型", "ext ADT")] = None
    from_: Annotated[Time, Field(alias="from"), Fact("起", "ext ADT", name="from")] = None
    to: Annotated[Time, Fact("止", "ext ADT")] = None


class ReadmissionPlan(Record):
    """Whether a readmission within 31 days is planned, and what for."""

    planned: Annotated[Flag, Fact("31天再住院计划", "4101", own=True)] = None
    purpose: Annotated[Text, Fact("再住院目的", "4101")] = None


class Encounter(Record):
    """A visit, a stay so far, or a sale in a pharmacy."""

    id: Annotated[Text, Fact("就诊标识", "3101:mdtrt_id, curr_mdtrt_id", core=True, obligatory=True)] = None
    kind: Annotated[enums.EncounterKind, Fact("就诊方式", "derived from 3101:med_type", core=True, obligatory=True)] = (
        None
    )
    visit_type: Annotated[VisitType, Fact("医疗类别", "3101:med_type", core=True, obligatory=True)] = None
    admitted_at: Annotated[Time, Fact("入院/就诊时间", "3101:adm_date", core=True, obligatory=True)] = None
    discharged_at: Annotated[Time, Fact("出院时间", "3101:dscg_date", core=True)] = None
    period: Annotated[Span, Fact("就诊时段", "admitted_at, discharged_at", core=True, derived=True)] = None
    facility: Annotated[FacilityName | None, Fact("医疗机构", "3101:medins_id", core=True, derived=True)] = None
    admission_department: Annotated[Department | None, Fact("入院科室", "3101:adm_dept_codg, _name", core=True)] = None
    discharge_department: Annotated[Department | None, Fact("出院科室", "3101:dscg_dept_codg, _name", core=True)] = None
    ward: Annotated[Text, Fact("病区", "3101:wardarea_codg", core=True)] = None
    bed: Annotated[Text, Fact("床号", "3101:bedno", core=True)] = None
    bed_stays: Annotated[list[BedStay] | None, Fact("床位流转", "ext ADT")] = None
    main_diagnosis: Annotated[Icd10, Fact("主诊断", "3101:dscg_main_dise_codg", core=True)] = None
    special_disease: Annotated[DiseaseType, Fact("病种编码", "3101 variant:dise_no")] = None
    physician: Annotated[Physician | None, Fact("主管医师", "3101:dr_codg", core=True)] = None
    emergency: Annotated[Flag, Fact("急诊", "ext orders")] = None
    rescue: Annotated[Flag, Fact("抢救", "ext orders")] = None
    critical: Annotated[Flag, Fact("危重", "ext orders")] = None
    outcome: Annotated[enums.DischargeOutcome, Fact("离院方式", "4101:dscg_way")] = None
    readmission_plan: Annotated[ReadmissionPlan | None, Fact("31天再住院计划", "4101")] = None
    payment: Annotated[enums.Payment, Fact("支付方式", "ext settlement")] = None
    payment_group: Annotated[PaymentGroup, Fact("DRG/DIP组", "ext settlement")] = None
    out_of_region: Annotated[enums.OutOfRegion, Fact("异地标志", "3101:out_setl_flag", core=True)] = None
    abroad: Annotated[Flag, Fact("境外就医", "ext")] = None
    facility_arranged_elsewhere: Annotated[Flag, Fact("本院安排的外院就医", "ext")] = None
    identity_check: Annotated[enums.IdentityCheck, Fact("人证核验", "ext")] = None
    amount: Annotated[Money, Fact("总费用", "3101:medfee_sumamt", core=True, obligatory=True)] = None
    fund_amount: Annotated[Money, Fact("统筹支付", "3101:hifp_payamt", core=True)] = None
    account_amount: Annotated[Money, Fact("个人账户支付", "3101:acct_payamt", core=True)] = None
    aid_amount: Annotated[Money, Fact("救助金支付", "3101:ma_amt", core=True)] = None
    self_pay: Annotated[Money, Fact("自费金额", "3101:ownpay_amt", core=True)] = None
    copay: Annotated[Money, Fact("自付金额", "3101:selfpay_amt", core=True)] = None
    settled_at: Annotated[Time, Fact("结算时间", "3101 variant:setl_date")] = None
    nursing_level: Annotated[enums.NursingLevel, Fact("护理等级医嘱", "ext orders")] = None
    episode: Annotated[Text, Fact("疾病过程", "ext")] = None


class Diagnosis(Listed):
    """A diagnosis of the encounter."""

    code: Annotated[Icd10, Fact("诊断编码", "3101:dise_codg", core=True, obligatory=True)] = None
    name: Annotated[Text, Fact("诊断名称", "3101:dise_name", core=True, obligatory=True)] = None
    stage: Annotated[enums_care.Stage, Fact("入院/出院诊断", "3101:inout_dise_type", core=True)] = None
    main: Annotated[Flag, Fact("主诊断标志", "3101:maindise_flag", core=True)] = None
    rank: Annotated[Count, Fact("诊断排序", "3101:dias_srt_no", core=True)] = None
    at: Annotated[Time, Fact("诊断日期", "3101:dise_date", core=True)] = None
    system: Annotated[enums_care.DiagnosisSystem, Fact("诊断体系", "4101")] = None
    present_on_admission: Annotated[enums_care.AdmissionCondition, Fact("入院病情", "4101:adm_cond_type")] = None
    onset_at: Annotated[Time, Fact("发病时间", "ext EMR")] = None
    certainty: Annotated[enums_care.Certainty, Fact("确诊/疑诊", "ext")] = None
    severity: Annotated[enums_care.Degree, Fact("分度", "ext")] = None


class Procedure(Listed):
    """An operation or another coded procedure."""

    code: Annotated[Icd9, Fact("手术操作编码", "3101:oprn_code", core=True, obligatory=True)] = None
    name: Annotated[Text, Fact("手术操作名称", "3101:oprn_name", core=True)] = None
    main: Annotated[Flag, Fact("主手术标志", "3101:main_oprn_flag", core=True)] = None
    at: Annotated[Time, Fact("手术日期", "3101:oprn_date", core=True)] = None
    ended_at: Annotated[Time, Fact("手术结束时间", "ext anaesthesia record")] = None
    duration: Annotated[Days, Fact("手术时长", "ext anaesthesia record")] = None
    surgery: Annotated[Text, Fact("同台手术号", "ext")] = None
    incision: Annotated[Text, Fact("切口组号", "ext")] = None
    incision_class: Annotated[enums_care.IncisionClass, Fact("切口类别", "4101")] = None
    site: Annotated[Site, Fact("部位", "ext")] = None
    side: Annotated[enums_care.Side, Fact("左右", "ext")] = None
    anaesthesia: Annotated[enums_care.Anaesthesia, Fact("麻醉方式", "3101:anst_way", core=True)] = None
    surgeon: Annotated[Physician | None, Fact("术者", "3101:oper_dr_code, _name", core=True)] = None
    anaesthetist: Annotated[Physician | None, Fact("麻醉师", "3101:anst_dr_code, _name", core=True)] = None
    level: Annotated[enums_care.OperationLevel, Fact("手术级别", "4101")] = None
