"""Orders, prescriptions, executions, results, documents, approvals, stock, indicators: fields 129 to 156."""

from __future__ import annotations

from typing import Annotated

from sanku.claim import enums, enums_care
from sanku.claim.care import Listed
from sanku.claim.people import Physician
from sanku.claim.tags import (
    Amount,
    Count,
    Day,
    Fact,
    FactCode,
    Flag,
    Icd10,
    IndicatorCode,
    Item,
    Items,
    Lab,
    LineRef,
    Measure,
    OrderRef,
    Rate,
    Site,
    Text,
    Time,
    UnitPrice,
)  # fmt: skip


class Order(Listed):
    """A physician's order."""

    id: Annotated[Text, Fact("医嘱号", "ext CPOE", obligatory=True)] = None
    kind: Annotated[enums_care.OrderKind, Fact("医嘱类别", "ext CPOE")] = None
    code: Annotated[Item, Fact("医嘱项目编码", "ext CPOE")] = None
    name: Annotated[Text, Fact("医嘱名称", "ext CPOE")] = None
    at: Annotated[Time, Fact("开立时间", "ext CPOE")] = None
    stopped_at: Annotated[Time, Fact("停止时间", "ext CPOE")] = None
    cancelled_at: Annotated[Time, Fact("作废时间", "ext CPOE")] = None
    quantity: Annotated[Amount, Fact("次数", "ext CPOE")] = None
    frequency: Annotated[Rate, Fact("频次", "ext CPOE")] = None
    level: Annotated[enums.NursingLevel, Fact("护理级别", "ext CPOE")] = None
    nursing_level: Annotated[enums.NursingLevel, Fact("护理级别", "level", derived=True)] = None


class Prescription(Listed):
    """A prescription."""

    id: Annotated[Text, Fact("处方号", "2204, e-prescription", obligatory=True)] = None
    kind: Annotated[enums_care.PrescriptionKind, Fact("处方类别", "2204, D001")] = None
    issued_at: Annotated[Time, Fact("开具时间", "D001")] = None
    at: Annotated[Time, Fact("开具时间", "issued_at", derived=True)] = None
    reviewed_by: Annotated[Physician | None, Fact("审方药师", "D001")] = None
    facility: Annotated[Text, Fact("开方机构", "ext")] = None
    external: Annotated[Flag, Fact("外配处方", "ext")] = None


class Execution(Listed):
    """What was really done, as nursing and rehabilitation record it."""

    order: Annotated[OrderRef, Fact("对应医嘱", "ext nursing", keys=("order_id",))] = None
    line: Annotated[LineRef, Fact("对应明细", "ext nursing", keys=("line_id",))] = None
    code: Annotated[Item, Fact("项目编码", "ext nursing")] = None
    started_at: Annotated[Time, Fact("开始时间", "ext nursing")] = None
    at: Annotated[Time, Fact("开始时间", "started_at", derived=True)] = None
    ended_at: Annotated[Time, Fact("结束时间", "ext nursing")] = None
    by: Annotated[Physician | None, Fact("执行人", "ext nursing")] = None


class Observation(Listed):
    """A laboratory or examination result."""

    code: Annotated[Lab, Fact("检验检查项目", "ext LIS", obligatory=True)] = None
    name: Annotated[Text, Fact("项目名称", "ext LIS")] = None
    value: Annotated[Measure, Fact("数值", "ext LIS")] = None
    value_op: Annotated[enums_care.ValueOp, Fact("比较符", "ext LIS")] = None
    result: Annotated[enums_care.Result, Fact("定性结果", "ext LIS", keys=("finding",))] = None
    grade: Annotated[enums_care.Degree, Fact("分度", "ext")] = None
    collected_at: Annotated[Time, Fact("采样时间", "ext LIS", obligatory=True)] = None
    reported_at: Annotated[Time, Fact("报告时间", "ext LIS")] = None
    at: Annotated[Time, Fact("采样时间", "collected_at", derived=True)] = None
    specimen: Annotated[Text, Fact("标本号", "ext LIS")] = None
    eye: Annotated[enums_care.Side, Fact("眼别", "ext")] = None
    side: Annotated[enums_care.Side, Fact("左右", "ext")] = None
    line: Annotated[LineRef, Fact("对应明细", "ext", keys=("line_id",))] = None
    order: Annotated[OrderRef, Fact("对应医嘱", "ext", keys=("order_id",))] = None
    low: Annotated[Measure, Fact("参考下限", "ext LIS")] = None
    high: Annotated[Measure, Fact("参考上限", "ext LIS")] = None
    lab: Annotated[enums_care.Laboratory, Fact("实验室", "ext LIS")] = None


class Document(Listed):
    """A document of the record, as coded facts; its text is never read."""

    kind: Annotated[enums_care.DocumentKind, Fact("文书类别", "ext EMR", obligatory=True)] = None
    at: Annotated[Time, Fact("时间", "ext EMR")] = None
    author: Annotated[Physician | None, Fact("签署人", "ext EMR")] = None
    physician: Annotated[Physician | None, Fact("医师", "ext EMR")] = None
    fact: Annotated[FactCode, Fact("编码化事实", "ext EMR")] = None
    coder: Annotated[enums_care.Coder, Fact("编码者", "ext EMR")] = None
    confidence: Annotated[Count, Fact("置信度", "ext EMR")] = None
    about: Annotated[Item, Fact("所涉项目", "ext EMR")] = None
    line: Annotated[LineRef, Fact("所涉明细", "ext EMR", keys=("line_id",))] = None
    performed: Annotated[Item, Fact("实际所做", "ext EMR")] = None
    count: Annotated[Count, Fact("计数", "ext EMR")] = None
    site: Annotated[Site, Fact("部位", "ext EMR")] = None
    eye: Annotated[enums_care.Side, Fact("眼别", "ext EMR")] = None
    valid: Annotated[Flag, Fact("影像、签名有效", "ext EMR")] = None


class Approval(Listed):
    """A prior approval or a filing."""

    kind: Annotated[enums_care.ApprovalKind, Fact("审批类别", "ext, 2501 to 2505", obligatory=True)] = None
    drugs: Annotated[Items, Fact("批准项目", "ext")] = None
    condition: Annotated[Icd10, Fact("批准病种", "ext")] = None
    eye: Annotated[enums_care.Side, Fact("眼别", "ext")] = None
    valid_from: Annotated[Day, Fact("有效期起", "ext")] = None
    valid_to: Annotated[Day, Fact("有效期止", "ext")] = None
    facility: Annotated[Text, Fact("机构", "ext")] = None


class Stock(Listed):
    """A movement of stock."""

    code: Annotated[Item, Fact("项目编码", "3501 to 3509")] = None
    kind: Annotated[enums_care.StockKind, Fact("进销存类别", "3501 to 3509")] = None
    quantity: Annotated[Amount, Fact("数量", "3501 to 3509")] = None
    price: Annotated[UnitPrice, Fact("单价", "3501 to 3509")] = None
    lot: Annotated[Text, Fact("批号", "3501 to 3509")] = None
    at: Annotated[Time, Fact("时间", "3501 to 3509")] = None


class Indicator(Listed):
    """A statistical indicator that somebody else computed."""

    code: Annotated[IndicatorCode, Fact("指标编码", "computed outside")] = None
    period: Annotated[Text, Fact("统计期", "computed outside")] = None
    value: Annotated[Measure, Fact("数值", "computed outside")] = None
    peer_median: Annotated[Measure, Fact("同类中位数", "computed outside")] = None
    peer_p95: Annotated[Measure, Fact("同类95百分位", "computed outside")] = None
    n: Annotated[Count, Fact("样本数", "computed outside")] = None
