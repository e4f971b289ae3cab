"""The charged line: fields 87 to 128 of the event schema, and the later extensions of it."""

from __future__ import annotations

from typing import Annotated

from sanku.claim import enums, enums_care
from sanku.claim.care import Listed
from sanku.claim.people import Department, Physician
from sanku.claim.tags import (
    Amount,
    BillingUnit,
    Count,
    Day,
    Days,
    DocumentRef,
    EntryRef,
    Fact,
    Flag,
    Item,
    LineRef,
    NetMoney,
    OrderRef,
    PrescriptionRef,
    ProcedureRef,
    ProvincialItem,
    Rate,
    Route,
    Site,
    Span,
    Text,
    Texts,
    Time,
    UnitPrice,
)  # fmt: skip


class Line(Listed):
    """One charged item. A negative quantity or amount is a refund (semantics 19)."""

    id: Annotated[Text, Fact("明细标识", "3101:rx_id, feedetl_sn", core=True, obligatory=True)] = None
    judged: Annotated[Flag, Fact("是否本次", "3101:curr_drord_flag", core=True, obligatory=True)] = None
    kind: Annotated[enums_care.LineKind, Fact("类别", "3101:hilist_type", core=True, obligatory=True)] = None
    fee_type: Annotated[enums_care.FeeType, Fact("收费类别", "3101:chrg_type", core=True)] = None
    code: Annotated[Item, Fact("国家编码", "3101:hilist_code", core=True, obligatory=True)] = None
    local_code: Annotated[Text, Fact("院内编码", "3101:hosplist_code", core=True)] = None
    provincial_code: Annotated[ProvincialItem, Fact("省项目编码", "code map")] = None
    name: Annotated[Text, Fact("名称", "3101:hilist_name", core=True, obligatory=True)] = None
    local_name: Annotated[Text, Fact("院内名称", "3101:hosplist_name", core=True)] = None
    generic: Annotated[Text, Fact("通用名（有效成分）", "ext")] = None
    form: Annotated[Text, Fact("剂型", "3101:hilist_dosform", core=True)] = None
    spec: Annotated[Text, Fact("规格", "3101:spec", core=True)] = None
    quantity: Annotated[Amount, Fact("数量", "3101:cnt", core=True, obligatory=True)] = None
    unit: Annotated[BillingUnit, Fact("计价单位", "ext; 3101:spec_unt is not one", core=True)] = None
    price: Annotated[UnitPrice, Fact("单价", "3101:pric", core=True, obligatory=True)] = None
    amount: Annotated[NetMoney, Fact("金额", "3101:sumamt", core=True, obligatory=True)] = None
    list_price: Annotated[UnitPrice, Fact("目录限价", "3101:hilist_pric, lv1/lv2/lv3_hosp_item_pric", core=True)] = None
    self_pay: Annotated[NetMoney, Fact("自费金额", "3101:ownpay_amt", core=True)] = None
    copay: Annotated[NetMoney, Fact("自付金额", "3101:selfpay_amt", core=True)] = None
    fund_paid: Annotated[Flag, Fact("基金已支付", "settlement", derived=True)] = None
    list_level: Annotated[enums_care.ListLevel, Fact("甲乙丙类", "3101:hilist_lv", core=True)] = None
    at: Annotated[Time, Fact("发生时间", "3101:drord_begn_date", core=True, obligatory=True)] = None
    stopped_at: Annotated[Time, Fact("停止时间", "3101:drord_stop_date", core=True)] = None
    use: Annotated[Span, Fact("使用时段", "at, stopped_at or at, days", derived=True)] = None
    charged_at: Annotated[Time, Fact("计费时间", "2301:fee_ocur_time")] = None
    long_term: Annotated[Flag, Fact("长期医嘱", "3101:long_drord_flag", core=True)] = None
    prescription: Annotated[PrescriptionRef, Fact("处方号", "3101:rxno", core=True, keys=("prescription_id",))] = None
    group: Annotated[Text, Fact("组号", "3101:grpno", core=True)] = None
    order_id: Annotated[OrderRef, Fact("医嘱号", "ext order_id", name="order", keys=("order",))] = None
    days: Annotated[Days, Fact("用药天数", "2204:prd_days")] = None
    dose: Annotated[Amount, Fact("单次剂量", "2204:sin_dos_dscr")] = None
    frequency: Annotated[Rate, Fact("频次", "2204:used_frqu_dscr")] = None
    total_dose: Annotated[Amount, Fact("总剂量（有效成分）", "quantity, pack content on the label")] = None
    route: Annotated[Route, Fact("给药途径", "2204:medc_way_dscr")] = None
    formula: Annotated[Flag, Fact("中药复方标志", "2204:tcmdrug_used_way")] = None
    formula_doses: Annotated[Count, Fact("贴数", "2204")] = None
    discharge_drug: Annotated[Flag, Fact("出院带药", "3101:drord_bhvr", core=True)] = None
    dual_channel: Annotated[Flag, Fact("双通道", "ext")] = None
    otc: Annotated[Flag, Fact("非处方药", "ext")] = None
    site: Annotated[Site, Fact("部位", "ext exam request")] = None
    site_count: Annotated[Count, Fact("部位数", "ext exam request")] = None
    eye: Annotated[enums_care.Side, Fact("眼别", "ext exam request")] = None
    department: Annotated[Department | None, Fact("开单科室", "3101:drord_dept_codg, _name", core=True)] = None
    physician: Annotated[Physician | None, Fact("开单医师", "3101:drord_dr_codg, _name", core=True)] = None
    performed_in: Annotated[Department | None, Fact("执行科室", "2204:acord_dept")] = None
    performed_by: Annotated[Physician | None, Fact("执行人", "2204")] = None
    procedure: Annotated[ProcedureRef, Fact("所属手术", "ext", keys=("procedure_id",))] = None
    addon_of: Annotated[LineRef, Fact("加收所属主项", "ext")] = None
    refund_of: Annotated[EntryRef, Fact("冲销原明细", "2204:init_feedetl_sn")] = None
    consent: Annotated[DocumentRef, Fact("自费知情同意", "ext")] = None
    trace_codes: Annotated[Texts, Fact("追溯码", "3505, 4101A")] = None
    lot: Annotated[Text, Fact("批号", "3505")] = None
    expiry: Annotated[Day, Fact("效期", "3505")] = None
    certificate: Annotated[Text, Fact("注册证号", "ext")] = None
    purchase_price: Annotated[UnitPrice, Fact("进价", "3502, 3503")] = None
    note: Annotated[Text, Fact("目录备注", "3101:hilist_memo", core=True)] = None
    specimen: Annotated[Text, Fact("标本号", "ext")] = None
    ward_kind: Annotated[enums.WardKind, Fact("病房类型", "ext")] = None
    bed_kind: Annotated[enums.BedKind, Fact("床位类型", "ext")] = None
    episode: Annotated[Text, Fact("疾病过程", "ext")] = None
    encounter_kind: Annotated[enums.EncounterKind, Fact("所属就诊方式", "encounter", derived=True)] = None
