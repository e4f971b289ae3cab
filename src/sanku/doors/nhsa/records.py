"""Objects of the national message to records of the event: encounter, line, diagnosis, operation."""

from __future__ import annotations

from sanku.doors.nhsa.dictionaries import GRADES, MDTRT_KINDS
from sanku.doors.nhsa.profiles import translated
from sanku.doors.nhsa.values import Node, sent

Fields = dict[str, object]

_CEILINGS = {"tertiary": "lv3_hosp_item_pric", "secondary": "lv2_hosp_item_pric", "primary": "lv1_hosp_item_pric"}


def facility(node: Node) -> Fields:
    """Return the facility of an encounter."""
    level = node.member("medins_lv")
    grade = GRADES.get(node.text("medins_lv") or "") if level is not None else None
    return sent(
        id=node.text("medins_id"),
        name=node.text("medins_name"),
        kind=node.member("medins_type"),
        level=level,
        grade=grade,
    )


def encounter(node: Node) -> Fields:
    """Return an encounter. Its kind comes from ``med_type``; ``med_mdtrt_type`` is only compared with it."""
    kind = node.member("med_type")
    said = node.text("med_mdtrt_type")
    if kind is not None and said is not None and said in MDTRT_KINDS and kind not in MDTRT_KINDS[said]:
        node.note(
            "contradiction",
            "med_mdtrt_type",
            f"`{said}` contradicts med_type `{node.text('med_type')}`, which is used: {kind}",
            f"就诊类型「{said}」与医疗类别「{node.text('med_type')}」矛盾，以医疗类别为准",
        )
    fields = sent(
        id=node.text("mdtrt_id"),
        kind=kind,
        visit_type=node.text("med_type"),
        admission_department=department(node, "adm_dept_codg", "adm_dept_name"),
        discharge_department=department(node, "dscg_dept_codg", "dscg_dept_name"),
        ward=node.text("wardarea_codg"),
        bed=node.text("bedno"),
        main_diagnosis=node.code("dscg_main_dise_codg"),
        special_disease=node.text("dise_no"),
        physician=physician(node, "dr_codg", "dr_name", ""),
        out_of_region=node.member("out_setl_flag"),
        amount=node.amount("medfee_sumamt"),
        fund_amount=node.amount("hifp_payamt"),
        account_amount=node.amount("acct_payamt"),
        aid_amount=node.amount("ma_amt"),
        self_pay=node.amount("ownpay_amt"),
        copay=node.amount("selfpay_amt"),
    )
    node.time("adm_date", fields, "admitted_at")
    node.time("dscg_date", fields, "discharged_at")
    node.time("setl_date", fields, "settled_at")
    return fields


def diagnosis(node: Node) -> Fields:
    """Return a diagnosis."""
    fields = sent(
        id=node.text("dise_id"),
        code=node.code("dise_codg"),
        name=node.text("dise_name"),
        stage=node.member("inout_dise_type"),
        main=node.flag("maindise_flag"),
        rank=node.amount("dias_srt_no"),
    )
    node.time("dise_date", fields, "at")
    return fields


def procedure(node: Node) -> Fields:
    """Return an operation."""
    fields = sent(
        id=node.text("setl_list_oprn_id"),
        code=node.code("oprn_code"),
        name=node.text("oprn_name"),
        main=node.flag("main_oprn_flag"),
        anaesthesia=node.member("anst_way"),
        surgeon=physician(node, "oper_dr_code", "oper_dr_name", ""),
        anaesthetist=physician(node, "anst_dr_code", "anst_dr_name", ""),
    )
    node.time("oprn_date", fields, "at")
    return fields


def line(node: Node, level: str | None) -> Fields:
    """Return a line. ``spec_unt`` is the unit of the pack, not of the quantity, and is not read (semantics 24).

    Args:
        node: The order object.
        level: Level of the facility, which picks the ceiling price.
    """
    list_price = node.amount("hilist_pric")
    if list_price is None and level in _CEILINGS:
        list_price = node.amount(_CEILINGS[level])
    fields = sent(
        id=node.text("rx_id"),
        judged=node.flag("curr_drord_flag"),
        kind=node.member("hilist_type"),
        fee_type=node.member("chrg_type"),
        code=node.code("hilist_code") or _by_local_code(node),
        local_code=node.text("hosplist_code"),
        name=node.text("hilist_name"),
        local_name=node.text("hosplist_name"),
        form=node.text("hilist_dosform"),
        spec=node.text("spec"),
        quantity=node.amount("cnt"),
        price=node.amount("pric"),
        amount=node.amount("sumamt"),
        list_price=list_price,
        list_level=node.member("hilist_lv"),
        self_pay=node.amount("ownpay_amt"),
        copay=node.amount("selfpay_amt"),
        long_term=node.flag("long_drord_flag"),
        prescription=node.text("rxno"),
        group=node.text("grpno"),
        order_id=node.text("order_id"),
        discharge_drug=node.flag("drord_bhvr"),
        department=department(node, "drord_dept_codg", "drord_dept_name"),
        physician=physician(node, "drord_dr_codg", "drord_dr_name", "drord_dr_profttl"),
        note=node.text("hilist_memo"),
    )
    node.time("drord_begn_date", fields, "at")
    node.time("drord_stop_date", fields, "stopped_at")
    return fields


def _by_local_code(node: Node) -> str | None:
    """Return the national code that the hospital's own stands for: only where a table says so."""
    given = node.text("hosplist_code")
    return None if given is None else translated(node.profile, "hosplist_code", given)


def department(node: Node, code: str, name: str) -> Fields | None:
    """Return a department, its code and name put right where a sender swaps them."""
    given, called = node.text(code), node.text(name)
    if given is not None and called is not None and _is_han(given) and _is_number(called):
        node.note(
            "swapped",
            code,
            f"code and name are swapped: `{given}`, `{called}`",
            f"科室编码与名称颠倒：「{given}」「{called}」",
        )
        given, called = called, given
    known = None if given is None else translated(node.profile, code, given) or given
    return sent(code=known, name=called) or None


def physician(node: Node, code: str, name: str, title: str) -> Fields | None:
    """Return a physician, ``None`` if nothing was sent of one."""
    return sent(id=node.text(code), name=node.text(name), title=node.member(title) if title else None) or None


def _is_han(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _is_number(text: str) -> bool:
    return text.isascii() and any(character.isdigit() for character in text)
