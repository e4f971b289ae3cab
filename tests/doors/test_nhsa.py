"""The national request as an event: the observed example as a golden, and each habit of senders by itself."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.nodes import SenderProfile
from sanku.claim.event import ClaimEvent
from sanku.claim.facts import Facts
from sanku.claim.read import read_event
from sanku.claim.schema import base_schema
from sanku.core.code import System
from sanku.core.quantity import money
from sanku.doors.nhsa import MessageRefused, is_message, read_message
from sanku.doors.nhsa.dictionaries import BY_PROFILE_ONLY, GRADES, STANDARD

GOLDEN = Path(__file__).parent / "golden"
SYSTEMS = {"icd10": System("icd10", pattern=r"[A-Z][0-9]{2}(\.[0-9X]{1,8})?")}


def request(
    encounter: Mapping[str, object] = {}, *, patient: Mapping[str, object] = {}, **envelope: object
) -> dict[str, object]:
    one = {"patn_id": "P", "curr_mdtrt_id": "V", **patient}
    one.setdefault("fsi_encounter_dtos", [{"mdtrt_id": "V", **encounter}])
    return {"infno": "3101", "msgid": "M1", "input": {"data": {"patient_dtos": [one]}}, **envelope}


def event_of(message: Mapping[str, object], **profile: object) -> dict[str, object]:
    senders = {"default": SenderProfile("default", **profile)} if profile else {}
    found = read_message(message, senders)
    assert isinstance(found, tuple)
    return found[0]


def line_of(line: Mapping[str, object], encounter: Mapping[str, object] = {}, **profile: object) -> dict[str, object]:
    (found,) = event_of(request({"fsi_order_dtos": [line], **encounter}), **profile)["lines"]
    return found


def notes_of(event: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(note["code"], note["path"].rpartition("dtos[0].")[2]) for note in event.get("notes", [])]


def example(shared: Path, name: str) -> dict[str, object]:
    path = shared / "standards" / "examples" / f"example-3101-request-{name}.json"
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["inpatient", "outpatient"])
def test_the_examples_become_these_events(shared: Path, name: str) -> None:
    (event,) = read_message(example(shared, name))
    assert event == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    ClaimEvent.model_validate(event)


@pytest.mark.shared
def test_the_inpatient_example_reads_with_its_faults_tolerated_and_reported(shared: Path) -> None:
    (event,) = read_message(example(shared, "inpatient"))
    facts = read_event(event, base_schema(), SYSTEMS)
    assert isinstance(facts, Facts)
    line = facts.collections["lines"].members[0]
    assert (line.judged, line.get("amount"), facts.patient.get("sex")) == (True, money(1153), "male")
    assert [one.judged for one in facts.collections["lines"].members] == [True, False, False]
    codes = {note.code for note in facts.notes}
    assert codes == {
        "contradiction", "no-dictionary", "swapped", "not-stated", "out-of-dictionary", "unmapped", "missing-id",
    }  # fmt: skip
    assert facts.encounter.get("kind") == "inpatient"
    assert facts.collections["history.lines"].extent.state == "partial"


@pytest.mark.parametrize(("infno", "phase"), [("3101", "order"), (3101, "order"), ("3102", "settle"), (3102, "settle")])
def test_the_trade_is_the_phase(infno: object, phase: str) -> None:
    assert event_of(request(infno=infno))["phase"] == phase


@pytest.mark.parametrize("infno", ["9999", 9999, "", None, [], "3103"])
def test_other_trades_are_refused_once_and_clearly(infno: object) -> None:
    found = read_message(request(infno=infno))
    assert isinstance(found, MessageRefused)
    assert (found.code, found.path) == ("unknown-trade", "infno")
    assert "3101 (order) and 3102 (settle)" in found.message
    assert "3101" in found.message_zh


@pytest.mark.parametrize("body", [{}, {"data": 3}, "text", None, {"data": []}])
def test_a_message_without_data_is_refused(body: object) -> None:
    found = read_message({"infno": "3101", "input": body})
    assert isinstance(found, MessageRefused)
    assert found.code in {"unreadable-message", "unreadable-patient"}


@pytest.mark.parametrize("patients", [None, [], ["P"], "P", [{}, 3]])
def test_an_unreadable_patient_list_is_refused(patients: object) -> None:
    found = read_message({"infno": "3101", "input": {"data": {"patient_dtos": patients}}})
    assert isinstance(found, MessageRefused)
    assert found.code == "unreadable-patient"


def test_one_object_may_stand_for_the_list_and_several_patients_are_several_events() -> None:
    one = {"infno": "3101", "msgid": "M", "input": {"data": {"patient_dtos": {"patn_id": "P"}}}}
    two = {"infno": "3101", "msgid": "M", "input": {"data": {"patient_dtos": [{"patn_id": "P"}, {"patn_id": "Q"}]}}}
    assert [event["id"] for event in read_message(one)] == ["M"]
    assert [(event["id"], event["patient"]["id"]) for event in read_message(two)] == [("M/1", "P"), ("M/2", "Q")]


def test_is_message() -> None:
    assert is_message({"infno": None})
    assert not is_message({"phase": "order"})


def test_other_encounters_are_history_with_what_is_theirs() -> None:
    before = {
        "mdtrt_id": "V0", "medins_id": "H9", "medins_lv": "05", "med_type": "21", "adm_date": "2025-01-02 08:00:00",
        "fsi_order_dtos": [{"rx_id": "a"}], "fsi_diagnose_dtos": [{"dise_codg": "I10"}],
        "fsi_operation_dtos": [{"oprn_code": "38.10"}],
    }  # fmt: skip
    now = {"mdtrt_id": "V", "fsi_order_dtos": [{"rx_id": "b", "curr_drord_flag": 1}]}
    event = event_of(request(patient={"fsi_encounter_dtos": [before, now]}))
    assert event["encounter"]["id"] == "V"
    assert [line["id"] for line in event["lines"]] == ["b"]
    history = event["history"]
    assert history["encounters"][0]["facility"] == {"id": "H9", "level": "secondary", "grade": "A"}
    assert history["lines"] == [{"id": "a", "encounter_id": "V0"}]
    assert history["diagnoses"] == [{"code": "I10", "encounter_id": "V0"}]
    assert history["procedures"] == [{"code": "38.10", "encounter_id": "V0"}]
    assert event["supplied"]["history"] == {"state": "partial", "scope": "facility"}


def test_without_its_id_the_encounter_with_lines_of_this_question_is_current() -> None:
    stays = [{"mdtrt_id": "A"}, {"mdtrt_id": "B", "fsi_order_dtos": [{"rx_id": "1", "curr_drord_flag": "1"}]}]
    event = event_of(request(patient={"curr_mdtrt_id": "", "fsi_encounter_dtos": stays}))
    assert event["encounter"]["id"] == "B"
    assert notes_of(event) == [
        ("no-current-encounter", "input.data.patient_dtos[0].curr_mdtrt_id".rpartition("dtos[0].")[2])
    ]


def test_lists_that_were_not_sent_stay_absent_and_empty_ones_are_there() -> None:
    event = event_of(request({"fsi_diagnose_dtos": [], "fsi_operation_dtos": None}))
    assert event["diagnoses"] == []
    assert "lines" not in event
    assert "procedures" not in event


@pytest.mark.parametrize(
    ("field", "value", "name", "member"),
    [
        ("hilist_type", "101", "kind", "drug"),
        ("hilist_type", 106, "kind", "granule"),
        ("hilist_type", "501", "kind", "care"),
        ("chrg_type", "11", "fee_type", "patent_medicine"),
        ("chrg_type", 9, "fee_type", "western_medicine"),
        ("hilist_lv", "03", "list_level", "C"),
        ("drord_bhvr", 1, "discharge_drug", True),
        ("long_drord_flag", "0", "long_term", False),
        ("curr_drord_flag", "1", "judged", True),
    ],
)
def test_dictionaries_of_lines(field: str, value: object, name: str, member: object) -> None:
    assert line_of({field: value})[name] == member


@pytest.mark.parametrize("value", ["", "--", " ", None, "未知", "未说明"])
def test_marks_for_unknown_are_absent(value: object) -> None:
    assert "kind" not in line_of({"hilist_type": value})
    assert "name" not in line_of({"hilist_name": value})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("hilist_type", "105", "not-stated"),
        ("hilist_type", "103", "out-of-dictionary"),
        ("hilist_lv", "2", "out-of-dictionary"),
        ("hilist_lv", "--", "not-stated"),
        ("drord_dr_profttl", "231", "no-dictionary"),
        ("curr_drord_flag", "2", "unreadable"),
    ],
)
def test_values_outside_the_dictionary_are_absent_with_the_raw_value_kept(field: str, value: str, code: str) -> None:
    event = event_of(request({"fsi_order_dtos": [{field: value}]}))
    assert event["lines"] == [{}]
    (note,) = event["notes"]
    assert (note["code"], note["raw"]) == (code, value)
    assert note["path"] == f"input.data.patient_dtos[0].fsi_encounter_dtos[0].fsi_order_dtos[0].{field}"


@pytest.mark.parametrize(("value", "sex"), [("1", "male"), (2, "female"), ("0", None), ("9", None), ("x", None)])
def test_sex(value: object, sex: str | None) -> None:
    assert event_of(request(patient={"gend": value}))["patient"].get("sex") == sex


def test_conflicting_dictionaries_come_from_the_profile_alone() -> None:
    stay = {"matn_stas": "1", "out_setl_flag": "2", "medins_type": "A1"}
    event = event_of(request(stay))
    assert "maternity" not in event["patient"]
    assert {code for code, _ in notes_of(event)} == {"no-dictionary"}
    told = event_of(
        request(stay),
        dictionaries={
            "matn_stas": {"1": "pregnant"}, "out_setl_flag": {"2": "no"}, "medins_type": {"A1": "general"},
        },
    )  # fmt: skip
    assert told["patient"]["maternity"] == "pregnant"
    assert told["encounter"]["out_of_region"] == "no"
    assert told["facility"]["kind"] == "general"
    assert "notes" not in told
    assert not set(BY_PROFILE_ONLY) & set(STANDARD)


def test_the_profile_of_the_institution_goes_before_the_default() -> None:
    senders = {
        "default": SenderProfile("default", dictionaries={"matn_stas": {"1": "none"}}),
        "H1": SenderProfile("H1", dictionaries={"matn_stas": {"1": "pregnant"}}),
    }
    (by_envelope,) = read_message(request({"matn_stas": 1}, fixmedins_code="H1"), senders)
    (by_encounter,) = read_message(request({"matn_stas": 1, "medins_id": "H1"}), senders)
    (other,) = read_message(request({"matn_stas": 1}, fixmedins_code="H2"), senders)
    found = [event["patient"]["maternity"] for event in (by_envelope, by_encounter, other)]
    assert found == ["pregnant", "pregnant", "none"]


def test_none_comes_only_from_the_profile() -> None:
    far, null = {"dscg_date": "9999-12-31 00:00:00"}, {"dscg_date": None}
    assert "discharged_at" not in event_of(request(far))["encounter"]
    assert notes_of(event_of(request(far))) == [("far-date", "dscg_date")]
    assert "discharged_at" not in event_of(request(null))["encounter"]
    assert event_of(request(far), none_values=("9999-12-31",))["encounter"]["discharged_at"] is None
    assert event_of(request(null), null_is_none=("dscg_date",))["encounter"]["discharged_at"] is None
    assert "discharged_at" not in event_of(request({"dscg_date": ""}), null_is_none=("dscg_date",))["encounter"]


def test_midnight_is_a_time_unless_the_profile_says_otherwise() -> None:
    line = {"drord_begn_date": "2025-06-14 00:00:00"}
    assert line_of(line)["at"] == "2025-06-14T00:00:00"
    assert line_of(line, midnight_is_time=False)["at"] == "2025-06-14"


def test_swapped_departments_are_put_right_and_reported() -> None:
    event = event_of(request({"adm_dept_codg": "骨科", "adm_dept_name": "100309"}))
    assert event["encounter"]["admission_department"] == {"code": "100309", "name": "骨科"}
    assert notes_of(event) == [("swapped", "adm_dept_codg")]
    straight = event_of(request({"adm_dept_codg": "A03", "adm_dept_name": "内科"}))
    assert straight["encounter"]["admission_department"] == {"code": "A03", "name": "内科"}
    assert "notes" not in straight


@pytest.mark.parametrize("code", GRADES)
def test_level_and_grade_of_the_facility(code: str) -> None:
    facility = event_of(request({"medins_lv": code}))["facility"]
    number = int(code)
    assert facility["level"] == ("tertiary" if number <= 4 else "secondary" if number <= 7 else "primary")
    assert facility["grade"] == ["special", "A", "B", "C", "A", "B", "C", "A", "B", "C"][number - 1]


@pytest.mark.parametrize(
    ("med_type", "kind"),
    [("11", "outpatient"), ("13", "emergency"), ("14", "chronic_clinic"), ("21", "inpatient"), ("28", "day_case"),
     ("41", "pharmacy"), ("51", "outpatient"), ("52", "inpatient"), (21, "inpatient"), ("140104", None), ("53", None)],
)  # fmt: skip
def test_the_kind_comes_from_the_medical_type(med_type: object, kind: str | None) -> None:
    event = event_of(request({"med_type": med_type, "med_mdtrt_type": "4"}))
    assert event["encounter"].get("kind") == kind
    assert event["encounter"]["visit_type"] == str(med_type)


def test_a_contradicting_visit_type_is_noted_and_not_used() -> None:
    event = event_of(request({"med_type": "21", "med_mdtrt_type": 1}))
    assert event["encounter"]["kind"] == "inpatient"
    assert notes_of(event) == [("contradiction", "med_mdtrt_type")]
    assert "notes" not in event_of(request({"med_type": "21", "med_mdtrt_type": "2"}))


def test_the_ceiling_price_is_that_of_the_level() -> None:
    line = {"lv1_hosp_item_pric": 1, "lv2_hosp_item_pric": "2.00", "lv3_hosp_item_pric": 3}
    assert line_of(line, {"medins_lv": "05"})["list_price"] == "2.00"
    assert line_of({**line, "hilist_pric": 9}, {"medins_lv": "05"})["list_price"] == "9"
    assert "list_price" not in line_of(line)


def test_amounts_stay_exact_and_the_unit_of_the_pack_is_no_unit_of_quantity() -> None:
    line = line_of(
        {"cnt": Decimal("2.50"), "pric": Decimal("0.0875"), "sumamt": "0.22", "spec_unt": "盒", "ownpay_amt": 0}
    )
    assert line == {"quantity": "2.50", "price": "0.0875", "amount": "0.22", "self_pay": "0"}


def test_local_codes_are_translated_where_the_profile_maps_them() -> None:
    stay = {"fsi_diagnose_dtos": [{"dise_codg": "XYZD018987"}], "dscg_main_dise_codg": "XYZD018987"}
    event = event_of(request(stay), code_maps={"XYZD018987": "M10.900"})
    assert event["diagnoses"] == [{"code": "M10.900"}]
    assert event["encounter"]["main_diagnosis"] == "M10.900"


def test_a_table_of_one_field_goes_before_the_codes_of_all() -> None:
    stay = {
        "fsi_diagnose_dtos": [{"dise_codg": "7"}],
        "fsi_order_dtos": [{"hilist_code": "7"}, {"hilist_code": "", "hosplist_code": "9"}, {"hosplist_code": "8"}],
        "adm_dept_codg": "7",
    }
    tables = {"dise_codg": {"7": "M10.900"}, "hosplist_code": {"9": "XA01"}, "adm_dept_codg": {"7": "A03"}}
    event = event_of(request(stay), code_maps={"7": "XZ99"}, code_tables=tables)
    assert event["diagnoses"] == [{"code": "M10.900"}]
    assert [line.get("code") for line in event["lines"]] == ["XZ99", "XA01", None]
    assert event["encounter"]["admission_department"] == {"code": "A03"}


def test_the_files_of_regions_fill_what_the_institution_does_not_say() -> None:
    senders = {
        name: SenderProfile(name, dictionaries={"matn_stas": words}, none_values=nones)
        for name, words, nones in [
            ("H1", {"1": "pregnant"}, ()),
            ("330100", {"1": "none", "2": "lactating"}, ("9999-12-31",)),
            ("330000", {"0": "none", "2": "none"}, ()),
            ("default", {"3": "none"}, ()),
        ]
    }

    def maternity(value: str, institution: str, region: object) -> str | None:
        message = request({"matn_stas": value}, fixmedins_code=institution, mdtrtarea_admvs=region)
        (event,) = read_message(message, senders)
        return event["patient"].get("maternity")

    assert [maternity(value, "H1", "330106") for value in "0123"] == ["none", "pregnant", "lactating", None]
    assert [maternity(value, "H2", 330100) for value in "0123"] == ["none", "none", "lactating", None]
    assert [maternity(value, "H1", "310100") for value in "0123"] == [None, "pregnant", None, None]
    assert [maternity(value, "H2", "310100") for value in "0123"] == [None, None, None, "none"]


def test_regions_of_the_envelope_go_before_those_of_the_records() -> None:
    event = event_of(request({"medins_admdvs": "330106"}, patient={"poolarea": "330100"}, mdtrtarea_admvs="330199"))
    assert (event["insured_region"], event["care_region"]) == ("330100", "330199")
    assert notes_of(event) == [("contradiction", "medins_admdvs")]


def test_what_the_profile_supplies_is_said() -> None:
    event = event_of(request(), supplies={"history": "complete", "observations": "partial"})
    assert event["supplied"]["history"] == {"state": "complete", "scope": "facility"}
    assert event["supplied"]["observations"]["state"] == "partial"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["1", "21", "--"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["mdtrt_id", "rx_id", "fsi_order_dtos", "fsi_diagnose_dtos", "fsi_operation_dtos", "gend",
                         "med_type", "cnt", "dscg_date", "adm_dept_codg", "adm_dept_name", "curr_drord_flag"]),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["fsi_encounter_dtos", "patn_id", "gend", "brdy", "curr_mdtrt_id"]), JSON))
def test_whatever_a_patient_holds_the_message_becomes_an_event_that_reads(patient: dict[str, object]) -> None:
    (event,) = read_message({"infno": "3102", "input": {"data": {"patient_dtos": [patient]}}})
    assert isinstance(read_event(event, base_schema(), SYSTEMS), Facts)
