"""The closed lists of what is done for a patient: diagnoses, operations, lines, orders, results, documents.

As in ``enums``: ordered ones low to high, labels in Chinese, no member meaning unknown.
"""

from __future__ import annotations

from typing import Annotated, Literal

from sanku.claim.tags import enum_type

StageName = Literal["admission", "discharge"]
Stage = Annotated[StageName | None, enum_type("diagnosis_stage", StageName, "入院 出院")]

DiagnosisSystemName = Literal["western", "tcm_disease", "tcm_syndrome", "external_cause", "pathology"]
DiagnosisSystem = Annotated[
    DiagnosisSystemName | None,
    enum_type("diagnosis_system", DiagnosisSystemName, "西医诊断 中医病名 中医证候 损伤外因 病理诊断"),
]

AdmissionConditionName = Literal["present", "not_present"]
AdmissionCondition = Annotated[
    AdmissionConditionName | None, enum_type("admission_condition", AdmissionConditionName, "有 无")
]

CertaintyName = Literal["suspected", "confirmed"]
Certainty = Annotated[CertaintyName | None, enum_type("certainty", CertaintyName, "疑诊 确诊")]

DegreeName = Literal["mild", "moderate", "severe", "critical"]
Degree = Annotated[DegreeName | None, enum_type("degree", DegreeName, "轻度 中度 重度 极重度", ordered=True)]

IncisionClassName = Literal["class_1", "class_2", "class_3"]
IncisionClass = Annotated[
    IncisionClassName | None, enum_type("incision_class", IncisionClassName, "I类切口 II类切口 III类切口")
]

SideName = Literal["left", "right", "both"]
Side = Annotated[SideName | None, enum_type("side", SideName, "左 右 双侧")]

AnaesthesiaName = Literal["general", "neuraxial", "nerve_block", "local", "combined", "sedation"]
Anaesthesia = Annotated[
    AnaesthesiaName | None,
    enum_type("anaesthesia", AnaesthesiaName, "全身麻醉 椎管内麻醉 神经阻滞麻醉 局部麻醉 复合麻醉 镇静"),
]

OperationLevelName = Literal["level_1", "level_2", "level_3", "level_4"]
OperationLevel = Annotated[
    OperationLevelName | None,
    enum_type("operation_level", OperationLevelName, "一级手术 二级手术 三级手术 四级手术", ordered=True),
]

LineKindName = Literal["drug", "herb", "granule", "preparation", "service", "consumable", "care"]
LineKind = Annotated[
    LineKindName | None,
    enum_type("line_kind", LineKindName, "西药中成药 中药饮片 中药颗粒 自制剂 医疗服务项目 医用耗材 长期护理服务项目"),
]

FeeTypeName = Literal[
    "bed", "consultation", "exam", "lab", "treatment", "surgery", "nursing", "material", "western_medicine",
    "herbal_pieces", "patent_medicine", "general_consultation", "registration", "other",
]  # fmt: skip
FeeType = Annotated[
    FeeTypeName | None,
    enum_type(
        "fee_type",
        FeeTypeName,
        "床位费 诊察费 检查费 化验费 治疗费 手术费 护理费 卫生材料费 西药费 中药饮片费 中成药费 一般诊疗费 挂号费 "
        "其他费",
    ),
]

ListLevelName = Literal["A", "B", "C"]
ListLevel = Annotated[ListLevelName | None, enum_type("list_level", ListLevelName, "甲类 乙类 丙类")]

OrderKindName = Literal[
    "drug", "lab", "exam", "treatment", "surgery", "nursing", "diet", "grade", "transfer", "consumable"
]
OrderKind = Annotated[
    OrderKindName | None,
    enum_type(
        "order_kind",
        OrderKindName,
        "药品医嘱 检验医嘱 检查医嘱 治疗医嘱 手术医嘱 护理医嘱 膳食医嘱 病情等级医嘱 转科医嘱 耗材医嘱",
    ),
]

PrescriptionKindName = Literal["general", "emergency", "paediatric", "narcotic", "psychotropic", "herbal", "chronic"]
PrescriptionKind = Annotated[
    PrescriptionKindName | None,
    enum_type(
        "prescription_kind",
        PrescriptionKindName,
        "普通处方 急诊处方 儿科处方 麻精一处方 精二处方 中药饮片处方 长期处方",
    ),
]

ValueOpName = Literal["=", "<", "<=", ">", ">="]
ValueOp = Annotated[ValueOpName | None, enum_type("value_op", ValueOpName, "等于 小于 不高于 大于 不低于")]

ResultName = Literal["positive", "negative", "indeterminate"]
Result = Annotated[ResultName | None, enum_type("result", ResultName, "阳性 阴性 不确定")]

LaboratoryName = Literal["own", "outside"]
Laboratory = Annotated[LaboratoryName | None, enum_type("laboratory", LaboratoryName, "本院 外院")]

DocumentKindName = Literal[
    "course_note", "operation_record", "nursing_record", "lab_report", "imaging_report", "pathology", "consent",
    "transfusion", "discharge_summary", "statement", "wound_record", "pathology_consultation", "angiography", "oct",
]  # fmt: skip
DocumentKind = Annotated[
    DocumentKindName | None,
    enum_type(
        "document_kind",
        DocumentKindName,
        "病程记录 手术记录 护理记录 检验报告 影像报告 病理报告 知情同意书 输血记录 出院小结 情况说明 创面记录 病理会诊 "
        "血管造影 光学相干断层扫描",
    ),
]

CoderName = Literal["human", "nlp"]
Coder = Annotated[CoderName | None, enum_type("coder", CoderName, "人工 程序")]

ApprovalKindName = Literal["referral", "large_exam", "special_drug", "dual_channel", "resettlement", "new_item"]
ApprovalKind = Annotated[
    ApprovalKindName | None,
    enum_type("approval_kind", ApprovalKindName, "转诊 大型检查 特殊药品 双通道 异地安置 新增项目"),
]

StockKindName = Literal["opening", "purchase", "sale", "return", "loss"]
StockKind = Annotated[StockKindName | None, enum_type("stock_kind", StockKindName, "期初 购入 销售 退货 损耗")]

StateName = Literal["absent", "partial", "complete"]
State = Annotated[StateName | None, enum_type("state", StateName, "未提供 部分 完整")]

ScopeName = Literal["facility", "region", "all"]
SupplyScope = Annotated[ScopeName | None, enum_type("supply_scope", ScopeName, "本机构 本统筹区 全部")]
