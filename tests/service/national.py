"""A base for national messages, one good message, and how a case changes it."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path

from tests.service.serving import FILES, write_base

MORE = {
    "kb.yaml": FILES["kb.yaml"].replace(
        "systems:\n", "systems:\n  icd10: {levels: [3, 5, 7, 11], pattern: '[A-Z][0-9]{2}([.][0-9X]{1,4})?.*'}\n"
    ),
    "clinical/gout.yaml": "codes: clinical.gout\nsystem: icd10\ninclude: [M10]\ncites: [label, 禁忌]\n",
    "clinical/care.kb": """\
module clinical.care
use drugs

rule gout "痛风患者禁用"
  cites    label "禁忌"
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     exists d in diagnoses where (d.code in clinical.gout)
  order    block
  settle   self_pay
  severity clear
  unknown  hold
  say      "{line.name}禁用于痛风患者"
""",
    "senders/default.yaml": "midnight_is_time: true\n",
    "senders/330000.yaml": 'dictionaries: {matn_stas: {"0": none, "1": pregnant}}\ncode_maps: {dise_codg: {ZJ-7: M10.900}}\n',
    "senders/330100.yaml": "code_maps:\n  dise_codg: {HZ-1: M10.900, HZ-2: J06.900}\n  hosplist_code: {H-77: XG02BAZ061Z007010279543}\n",
    "senders/H2.yaml": """\
dictionaries: {opter_type: {"2": system}, dspo_way_rea: {"01": documented_exception}, vola_bhvr_type: {项目类: "2"}}
none_values: [9999-12-31]
midnight_is_time: false
code_maps: {dise_codg: {HZ-2: M10.900}}
""",
}

GOOD: Mapping[str, object] = {
    "infno": "3101",
    "msgid": "H100000000012098120209000000001",
    "mdtrtarea_admvs": "330100",
    "insuplc_admdvs": "330100",
    "recer_sys_code": "FSI",
    "infver": "V1.0",
    "opter_type": "1",
    "opter": "D17",
    "opter_name": "王医生",
    "inf_time": "2098-12-02 09:00:00",
    "fixmedins_code": "H1",
    "fixmedins_name": "示例医院",
    "input": {
        "data": {
            "syscode": "HIS",
            "task_id": "T1",
            "rule_ids": [],
            "trig_scen": "4",
            "patient_dtos": [
                {
                    "patn_id": "330102199003071234",
                    "patn_name": "王小明",
                    "gend": "1",
                    "brdy": "1990-03-07",
                    "poolarea": "330100",
                    "curr_mdtrt_id": "V1",
                    "fsi_encounter_dtos": [
                        {
                            "mdtrt_id": "V1",
                            "medins_id": "H1",
                            "medins_lv": "02",
                            "medins_admdvs": "330100",
                            "adm_date": "2098-12-01 10:00:00",
                            "dr_codg": "D17",
                            "med_mdtrt_type": "2",
                            "med_type": "21",
                            "insutype": "310",
                            "fsi_diagnose_dtos": [
                                {"dise_id": "X1", "dise_codg": "J06.900", "dise_name": "上呼吸道感染"}
                            ],
                            "fsi_order_dtos": [
                                {
                                    "rx_id": "L1",
                                    "hilist_type": "101",
                                    "hilist_code": "XG02BAZ061Z007010279543",
                                    "hilist_name": "宫内节育系统",
                                    "hosplist_code": "H-77",
                                    "cnt": "1",
                                    "pric": "100.00",
                                    "sumamt": "100.00",
                                    "drord_begn_date": "2098-12-02 08:30:00",
                                    "drord_dr_codg": "D17",
                                    "curr_drord_flag": "1",
                                }
                            ],
                            "fsi_operation_dtos": [],
                        }
                    ],
                }
            ],
        }
    },
}
"""A man with an intrauterine system: one reminder, and no note."""

PLACES = {
    "data": "input.data",
    "patient": "input.data.patient_dtos.0",
    "encounter": "input.data.patient_dtos.0.fsi_encounter_dtos.0",
    "line": "input.data.patient_dtos.0.fsi_encounter_dtos.0.fsi_order_dtos.0",
    "diagnosis": "input.data.patient_dtos.0.fsi_encounter_dtos.0.fsi_diagnose_dtos.0",
}


def write_national_base(folder: Path) -> Path:
    write_base(folder)
    for name, text in MORE.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def message(
    changes: Mapping[str, object] = {}, drop: tuple[str, ...] = (), encounter: str = "V1", **envelope: object
) -> dict[str, object]:
    """The good message with changes: `patient.gend: ""` sets a field, and a name in `drop` takes one away."""
    made = copy.deepcopy(dict(GOOD)) | envelope
    _set(made, "patient.curr_mdtrt_id", encounter)
    _set(made, "encounter.mdtrt_id", encounter)
    for path, value in changes.items():
        _set(made, path, copy.deepcopy(value))
    for path in drop:
        holder, key = holder_of(made, path)
        del holder[key]
    return made


def feedback(*warns: Mapping[str, object], **envelope: object) -> dict[str, object]:
    """A 3103 request."""
    given = {name: value for name, value in GOOD.items() if name != "input"}
    return {**given, "infno": "3103", "input": {"data": {"warn_type": "1", "warns": list(warns)}}, **envelope}


def _set(made: dict[str, object], path: str, value: object) -> None:
    holder, key = holder_of(made, path)
    holder[key] = value


def holder_of(made: dict[str, object], path: str) -> tuple:
    first, dot, rest = path.partition(".")
    steps = f"{PLACES.get(first, first)}{dot}{rest}".split(".")
    found: object = made
    for step in steps[:-1]:
        found = found[int(step) if re.fullmatch("[0-9]+", step) else step]
    last = steps[-1]
    return found, int(last) if isinstance(found, list) else last
