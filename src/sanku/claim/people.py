"""Who is treated, on which insurance, where and by whom: fields 9 to 41 of the event schema."""

from __future__ import annotations

from typing import Annotated

from sanku.claim import enums
from sanku.claim.tags import (
    Admdvs,
    Allergen,
    ChronicDisease,
    Condition,
    Day,
    DepartmentCode,
    Fact,
    Flag,
    Item,
    Money,
    PhysicianRef,
    Record,
    Scope,
    Text,
    Time,
    Weight,
)  # fmt: skip


class Physician(Record):
    """A physician, as records of an event name one."""

    id: Annotated[Text, Fact("医师编码", "3101:drord_dr_codg, dr_codg", core=True)] = None
    name: Annotated[Text, Fact("医师姓名", "3101:drord_dr_name, dr_name", core=True)] = None
    title: Annotated[enums.Title, Fact("职称", "3101:drord_dr_profttl", core=True)] = None


class Department(Record):
    """A department: its code stands for it."""

    code: Annotated[DepartmentCode, Fact("科室", "3101:drord_dept_codg", core=True, own=True)] = None
    name: Annotated[Text, Fact("科室名称", "3101:drord_dept_name", core=True)] = None


class FacilityScope(Record):
    """A department that a facility is registered for."""

    scope: Annotated[Scope, Fact("诊疗科目", "ext registry", own=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext registry")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext registry")] = None


class OfPhysician(Record):
    """A dated fact of the registry about one physician."""

    physician: Annotated[PhysicianRef, Fact("医师编码", "physicians", derived=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext registry")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext registry")] = None


class PracticeScope(OfPhysician):
    """A field in which a physician may practise."""

    scope: Annotated[Scope, Fact("执业范围", "ext registry", own=True)] = None


class Privilege(OfPhysician):
    """A privilege to prescribe or operate."""

    kind: Annotated[enums.PrivilegeKind, Fact("权限类别", "ext registry")] = None
    grade: Annotated[enums.PrivilegeGrade, Fact("权限级别", "ext registry")] = None


class PaymentStatus(OfPhysician):
    """A physician's standing with the insurance over a stretch of days."""

    status: Annotated[enums.PhysicianStatus, Fact("医保支付资格状态", "ext registry", own=True)] = None


class RegisteredPhysician(Physician):
    """What the registry says of a physician whom the event names."""

    scopes: Annotated[list[PracticeScope | str] | None, Fact("执业范围", "ext registry")] = None
    privileges: Annotated[list[Privilege] | None, Fact("抗菌、麻精、手术权限", "ext registry")] = None
    statuses: Annotated[list[PaymentStatus | str] | None, Fact("医保支付资格", "ext registry")] = None


class Allergy(Record):
    """An allergy."""

    code: Annotated[Allergen, Fact("过敏原", "ext EMR", own=True)] = None
    name: Annotated[Text, Fact("过敏原名称", "ext EMR")] = None
    at: Annotated[Time, Fact("记录时间", "ext EMR")] = None


class LastingCondition(Record):
    """A lasting condition: dialysis, transplant, disability."""

    code: Annotated[Condition, Fact("长期状态", "ext record", own=True)] = None
    valid_from: Annotated[Day, Fact("起始日期", "ext record")] = None
    valid_to: Annotated[Day, Fact("终止日期", "ext record")] = None


class Patient(Record):
    """The patient, under a pseudonym."""

    id: Annotated[Text, Fact("参保人标识", "3101:patn_id", core=True, obligatory=True)] = None
    sex: Annotated[enums.Sex, Fact("性别", "3101:gend", core=True)] = None
    born: Annotated[Day, Fact("出生日期", "3101:brdy", core=True)] = None
    maternity: Annotated[enums.Maternity, Fact("生育状态", "3101:matn_stas", core=True)] = None
    died_at: Annotated[Time, Fact("死亡时间", "4101, registry")] = None
    weight: Annotated[Weight, Fact("体重", "ext EMR")] = None
    newborn_of: Annotated[Text, Fact("随母就医新生儿", "ext")] = None
    allergies: Annotated[list[Allergy | str] | None, Fact("过敏", "ext EMR")] = None
    conditions: Annotated[list[LastingCondition | str] | None, Fact("长期状态", "ext record")] = None


class ChronicApproval(Record):
    """A recognised chronic or special disease."""

    condition: Annotated[ChronicDisease, Fact("慢特病病种", "ext 5301", own=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext 5301")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext 5301")] = None
    facility: Annotated[Text, Fact("定点机构", "ext 5301")] = None


class Designation(Record):
    """A facility that the patient is assigned to."""

    facility: Annotated[Text, Fact("定点机构", "ext", own=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext")] = None


class Resettlement(Record):
    """A filed residence elsewhere."""

    region: Annotated[Admdvs, Fact("备案地区", "ext 5304", own=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext 5304")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext 5304")] = None


class Coverage(Record):
    """The enrolment on the day of service."""

    scheme: Annotated[enums.Scheme, Fact("险种", "3101:insutype", core=True, obligatory=True)] = None
    work_injury: Annotated[Flag, Fact("工伤认定", "ext, local insutype")] = None
    maternity_entitled: Annotated[Flag, Fact("生育待遇", "ext 1101")] = None
    status: Annotated[enums.CoverageStatus, Fact("待遇状态", "1101")] = None
    benefit_from: Annotated[Day, Fact("待遇起始日", "ext")] = None
    benefit_to: Annotated[Day, Fact("待遇终止日", "ext")] = None
    person_category: Annotated[enums.PersonCategory, Fact("人员类别", "1101")] = None
    third_party_liable: Annotated[Flag, Fact("第三人责任", "ext statement")] = None
    family_account: Annotated[Flag, Fact("家庭共济使用", "ext settlement")] = None
    paid_this_year: Annotated[Money, Fact("年度统筹已支付", "ext 5101, settlement")] = None
    chronic_approvals: Annotated[list[ChronicApproval | str] | None, Fact("慢特病资格", "ext 5301")] = None
    designated: Annotated[list[Designation | str] | None, Fact("定点机构", "ext")] = None
    resettled: Annotated[list[Resettlement | str] | None, Fact("异地安置备案", "ext 5304")] = None


class Agreement(Record):
    """The facility's agreement with the insurance."""

    status: Annotated[enums.AgreementStatus, Fact("协议状态", "ext")] = None
    internet: Annotated[Flag, Fact("互联网医院", "ext")] = None


class Preparation(Record):
    """A registered preparation of the facility's own pharmacy."""

    code: Annotated[Item, Fact("院内制剂", "ext", own=True)] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext")] = None


class FacilityName(Record):
    """A facility, as an encounter names one."""

    id: Annotated[Text, Fact("机构编码", "3101:medins_id", core=True)] = None
    name: Annotated[Text, Fact("机构名称", "3101:medins_name", core=True)] = None
    kind: Annotated[enums.FacilityKind, Fact("机构类型", "3101:medins_type", core=True)] = None
    level: Annotated[enums.FacilityLevel, Fact("机构级别", "3101:medins_lv", core=True)] = None
    grade: Annotated[enums.FacilityGrade, Fact("甲乙丙等", "3101:medins_lv", core=True)] = None
    price_tier: Annotated[enums.PriceTier, Fact("价格等级", "ext")] = None


class Facility(FacilityName):
    """The facility of the current encounter."""

    agreement: Annotated[Agreement | None, Fact("协议", "ext")] = None
    scopes: Annotated[list[FacilityScope | str] | None, Fact("诊疗科目", "ext registry")] = None
    preparations: Annotated[list[Preparation | str] | None, Fact("院内制剂备案", "ext")] = None
