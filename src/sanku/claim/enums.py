"""The closed lists of the event schema: members, Chinese labels, and for ordered ones the order, low to high.

No member means unknown: a door maps such values to absent (semantics 14, 30).
"""

from __future__ import annotations

from typing import Annotated, Literal

from sanku.claim.tags import enum_type

PhaseName = Literal["order", "settle", "audit"]
Phase = Annotated[PhaseName | None, enum_type("phase", PhaseName, "事前 事中 事后")]

TriggerName = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
Trigger = Annotated[
    TriggerName | None,
    enum_type(
        "trigger",
        TriggerName,
        "门诊挂号 门诊收费登记 住院登记 住院收费登记 住院执行医嘱 门诊结算 门诊预结算 住院结算 住院预结算 购药划卡",
    ),
]

SexName = Literal["male", "female"]
Sex = Annotated[SexName | None, enum_type("sex", SexName, "男性 女性")]

MaternityName = Literal["none", "planning", "pregnant", "lactating"]
Maternity = Annotated[MaternityName | None, enum_type("maternity", MaternityName, "非妊娠哺乳期 备孕 妊娠期 哺乳期")]

SCHEME_CODES = {
    "310": "employee", "320": "civil_servant", "330": "large_amount", "340": "retired_cadre",
    "350": "disabled_veteran", "360": "old_red_army", "370": "enterprise_supplement", "380": "new_rural",
    "390": "resident", "391": "urban_resident", "392": "resident_serious_illness", "399": "other_special",
    "410": "long_term_care", "510": "maternity",
}  # fmt: skip
"""National codes of insurance types (insutype) and the member each one is; a canonical event may write either."""

SchemeName = Literal[
    "employee", "civil_servant", "large_amount", "retired_cadre", "disabled_veteran", "old_red_army",
    "enterprise_supplement", "new_rural", "resident", "urban_resident", "resident_serious_illness", "other_special",
    "long_term_care", "maternity",
]  # fmt: skip
SchemeCode = Literal["310", "320", "330", "340", "350", "360", "370", "380", "390", "391", "392", "399", "410", "510"]
Scheme = Annotated[
    SchemeName | SchemeCode | None,
    enum_type(
        "scheme",
        SchemeName,
        "职工基本医疗保险 公务员医疗补助 大额医疗费用补助 离休人员医疗保障 一至六级残疾军人医疗补助 老红军医疗保障 "
        "企业补充医疗保险 新型农村合作医疗 城乡居民基本医疗保险 城镇居民基本医疗保险 城乡居民大病医疗保险 "
        "其他特殊人员医疗保障 长期照护保险 生育保险",
    ),
]

CoverageStatusName = Literal["active", "frozen", "arrears", "suspended"]
CoverageStatus = Annotated[
    CoverageStatusName | None, enum_type("coverage_status", CoverageStatusName, "正常 冻结 欠费 暂停")
]

PersonCategoryName = Literal[
    "working", "retired", "adult_resident", "child", "student", "elderly_resident", "disabled_veteran", "assisted"
]
PersonCategory = Annotated[
    PersonCategoryName | None,
    enum_type("person_category", PersonCategoryName, "在职 退休 成年居民 儿童 学生 老年居民 残疾军人 医疗救助对象"),
]

FacilityKindName = Literal[
    "general", "specialist", "eye", "rehab", "psychiatric", "community", "township", "village", "pharmacy"
]
FacilityKind = Annotated[
    FacilityKindName | None,
    enum_type(
        "facility_kind",
        FacilityKindName,
        "综合医院 专科医院 眼科医院 康复医院 精神病医院 社区卫生服务机构 乡镇卫生院 村卫生室 药店",
    ),
]

FacilityLevelName = Literal["none", "primary", "secondary", "tertiary"]
FacilityLevel = Annotated[
    FacilityLevelName | None, enum_type("facility_level", FacilityLevelName, "无等级 一级 二级 三级", ordered=True)
]

FacilityGradeName = Literal["C", "B", "A", "special"]
FacilityGrade = Annotated[
    FacilityGradeName | None, enum_type("facility_grade", FacilityGradeName, "丙等 乙等 甲等 特等", ordered=True)
]

PriceTierName = Literal["tier_1", "tier_2", "tier_3", "tier_4"]
PriceTier = Annotated[PriceTierName | None, enum_type("price_tier", PriceTierName, "一类价 二类价 三类价 四类价")]

AgreementStatusName = Literal["active", "suspended", "terminated"]
AgreementStatus = Annotated[
    AgreementStatusName | None, enum_type("agreement_status", AgreementStatusName, "正常 中止 解除")
]

TitleName = Literal["assistant", "resident", "attending", "associate_chief", "chief"]
Title = Annotated[
    TitleName | None, enum_type("title", TitleName, "医士 医师 主治医师 副主任医师 主任医师", ordered=True)
]

PrivilegeKindName = Literal["antibacterial", "narcotic", "surgery"]
PrivilegeKind = Annotated[
    PrivilegeKindName | None, enum_type("privilege_kind", PrivilegeKindName, "抗菌药物 麻精药品 手术")
]

PrivilegeGradeName = Literal["grade_1", "grade_2", "grade_3", "grade_4"]
PrivilegeGrade = Annotated[
    PrivilegeGradeName | None, enum_type("privilege_grade", PrivilegeGradeName, "一级 二级 三级 四级", ordered=True)
]

PhysicianStatusName = Literal["active", "suspended", "terminated"]
PhysicianStatus = Annotated[
    PhysicianStatusName | None, enum_type("physician_status", PhysicianStatusName, "正常 暂停 终止")
]

EncounterKindName = Literal[
    "outpatient", "emergency", "observation", "inpatient", "day_case", "chronic_clinic", "pharmacy", "internet",
    "home", "checkup",
]  # fmt: skip
EncounterKind = Annotated[
    EncounterKindName | None,
    enum_type(
        "encounter_kind", EncounterKindName, "门诊 急诊 急诊留观 住院 日间 门诊慢特病 购药 互联网诊疗 家庭病床 体检"
    ),
]

OutcomeName = Literal["home", "transfer", "against_advice", "died", "other"]
DischargeOutcome = Annotated[
    OutcomeName | None, enum_type("discharge_outcome", OutcomeName, "医嘱离院 医嘱转院 非医嘱离院 死亡 其他")
]

PaymentName = Literal["ffs", "drg", "dip", "bed_day", "single_disease", "capitation", "self_pay"]
Payment = Annotated[PaymentName | None, enum_type("payment", PaymentName, "按项目 DRG DIP 按床日 单病种 按人头 自费")]

OutOfRegionName = Literal["no", "in_province", "cross_province", "abroad"]
OutOfRegion = Annotated[
    OutOfRegionName | None, enum_type("out_of_region", OutOfRegionName, "本地 省内异地 跨省异地 境外")
]

IdentityName = Literal["match", "mismatch", "not_done"]
IdentityCheck = Annotated[IdentityName | None, enum_type("identity_check", IdentityName, "一致 不一致 未核验")]

NursingName = Literal["level_3", "level_2", "level_1", "special"]
NursingLevel = Annotated[
    NursingName | None, enum_type("nursing_level", NursingName, "三级护理 二级护理 一级护理 特级护理", ordered=True)
]

WardName = Literal["general", "icu", "neonatal", "laminar", "infectious"]
WardKind = Annotated[
    WardName | None, enum_type("ward_kind", WardName, "普通病房 重症监护病房 新生儿病房 层流病房 传染病房")
]

BedName = Literal["normal", "extra", "shared"]
BedKind = Annotated[BedName | None, enum_type("bed_kind", BedName, "普通床 加床 合用床")]
