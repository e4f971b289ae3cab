"""FHIR resources as events: what each element becomes, what has no counterpart, and five ways of sending nothing."""

import copy
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.nodes import SenderProfile
from sanku.claim.event import ClaimEvent
from sanku.doors.cdshooks import SERVICES, HookRefused, Shelf, cards_of, finding_of, read_call
from sanku.doors.cdshooks.cards import card_id
from sanku.explain import Words
from sanku.kb import load
from tests.docs.fences import fences_of
from tests.service.hooking import DRUGS, bundle, drug, hb, hook_call, prefetch, write_hook_base

SIGN = SERVICES["sanku-order-sign"]
ARRIVAL = datetime(2098, 12, 2, 9, 30)
PROFILE = SenderProfile(
    "H1",
    dictionaries={
        "fhir_system": {DRUGS: "nhsa_drug", "urn:oid:9.9": "insutype", "urn:oid:9.8": "admdvs", "urn:patn": "patient"},
        "fhir_extension": {"https://his.example/amount": "amount"},
        "fhir_unit": {"tbl": "片"},
    },
    code_maps={"http://his.example/drugs|A7": "XG02BAZ061Z007010279543", "http://his.example/labs|HB": "718-7"},
)


def event_of(
    *orders: dict, service: str = "sanku-order-sign", profile: SenderProfile = PROFILE, **sent: object
) -> dict:
    """The event of a call about some orders; what is sent along changes by name."""
    offered = SERVICES[service]
    body = hook_call(offered.hook, "V1", *orders, sent=prefetch("V1", **sent))
    made = read_call(body, offered, {"H1": profile}, ARRIVAL).event
    ClaimEvent.model_validate(made)
    return made


def notes_of(event: dict) -> dict[str, str]:
    return {note["path"]: note["code"] for note in event.get("notes", [])}


def line_of(**more: object) -> dict:
    (line,) = event_of(drug(**more))["lines"]
    return line


def test_a_medication_request_is_a_line() -> None:
    line = line_of(
        dosageInstruction=[
            {
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [
                    {"doseQuantity": {"value": Decimal("0.25"), "system": "http://unitsofmeasure.org", "code": "g"}}
                ],
            }
        ],
        dispenseRequest={
            "quantity": {"value": 24, "code": "tbl", "unit": "tablet"},
            "expectedSupplyDuration": {"value": 7, "code": "d", "system": "http://unitsofmeasure.org", "unit": "days"},
        },
        courseOfTherapyType={"coding": [{"code": "continuous"}]},
        category=[{"coding": [{"code": "discharge"}]}],
        groupIdentifier={"value": "R1"},
    )
    assert line == {
        "id": "MedicationRequest/103",
        "kind": "drug",
        "code": "XG02BAZ061Z007010279543",
        "name": "宫内节育系统",
        "quantity": {"value": "24", "unit": "片"},
        "days": {"value": "7", "unit": "day"},
        "dose": {"value": "0.25", "unit": "g"},
        "frequency": "2",
        "at": "2098-12-02T09:00:00+08:00",
        "long_term": True,
        "discharge_drug": True,
        "prescription": "R1",
        "physician": {"id": "D17"},
        "amount": "100.0",
        "judged": True,
    }


@pytest.mark.parametrize(
    ("code", "system", "national", "note"),
    [
        ("XG02BAZ061Z007010279543", DRUGS, "XG02BAZ061Z007010279543", None),
        ("A7", "http://his.example/drugs", "XG02BAZ061Z007010279543", None),
        ("A8", "http://his.example/drugs", None, "unmapped-coding"),
        ("XG02BAZ061Z007010279543", "http://www.nlm.nih.gov/research/umls/rxnorm", None, "unmapped-coding"),
    ],
    ids=["system", "map", "not in the map", "foreign system"],
)
def test_codings(code: str, system: str, national: str | None, note: str | None) -> None:
    event = event_of(drug(code=code, system=system))
    place = "context.draftOrders.entry[0].resource.medicationCodeableConcept"
    assert (event["lines"][0].get("code"), notes_of(event).get(place)) == (national, note)
    assert event["lines"][0].get("local_code") == (code if system != DRUGS else None)


def test_codings_that_contradict_each_other_are_no_code() -> None:
    order = drug()
    order["medicationCodeableConcept"]["coding"].append({"system": DRUGS, "code": "XN02BEP038A001010100001"})
    event = event_of(order)
    assert "code" not in event["lines"][0]
    assert "contradiction" in notes_of(event).values()


def test_a_medication_is_looked_up_where_it_was_sent() -> None:
    concept = drug()["medicationCodeableConcept"]
    inside = drug(
        medicationReference={"reference": "#m"}, contained=[{"resourceType": "Medication", "id": "m", "code": concept}]
    )
    beside = drug(identity="104", medicationReference={"reference": "Medication/m"})
    nowhere = drug(identity="105", medicationReference={"reference": "Medication/x"})
    for order in (inside, beside, nowhere):
        del order["medicationCodeableConcept"]
    body = hook_call("order-sign", "V1", inside, beside, nowhere)
    body["context"]["draftOrders"]["entry"].append(
        {"resource": {"resourceType": "Medication", "id": "m", "code": concept}}
    )
    event = read_call(body, SIGN, {"H1": PROFILE}, ARRIVAL).event
    assert ["code" in line for line in event["lines"]] == [True, True, False]
    assert notes_of(event)["context.draftOrders.entry[2].resource.medicationReference"] == "unresolved-reference"


def test_a_service_request_is_a_line() -> None:
    order = {
        "resourceType": "ServiceRequest", "id": "9", "status": "draft", "intent": "order",
        "subject": {"reference": "Patient/P1"}, "authoredOn": "2098-12-02",
        "code": {"coding": [{"system": "urn:srv", "code": "001102000010000", "display": "化验"}]},
        "quantityQuantity": {"value": 2},
    }  # fmt: skip
    profile = SenderProfile("H1", dictionaries={"fhir_system": {"urn:srv": "nhsa_service"}})
    (line,) = event_of(order, profile=profile)["lines"]
    assert line == {
        "id": "ServiceRequest/9", "kind": "service", "code": "001102000010000", "name": "化验",
        "quantity": {"value": "2", "unit": ""}, "at": "2098-12-02", "judged": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ({"value": 1.5, "code": "mL"}, {"value": "1.5", "unit": "mL"}),
        ({"value": 400, "code": "[iU]"}, {"value": "400", "unit": "IU"}),
        ({"value": 2, "unit": "盒"}, {"value": "2", "unit": "盒"}),
        ({"value": 2, "code": "{盒}"}, {"value": "2", "unit": "盒"}),
        ({"value": 2}, {"value": "2", "unit": ""}),
        ({"value": 2, "code": "mm[Hg]"}, None),
    ],
)
def test_units(quantity: dict, value: dict | None) -> None:
    event = event_of(drug(dispenseRequest={"quantity": quantity}))
    assert event["lines"][0].get("quantity") == value
    assert ("unknown-unit" in notes_of(event).values()) == (value is None)


def test_only_selected_orders_are_judged_and_every_draft_is_there() -> None:
    body = hook_call("order-select", "V1", drug("1"), drug("2"), selections=["MedicationRequest/2"])
    event = read_call(body, SERVICES["sanku-order-select"], {"H1": PROFILE}, ARRIVAL).event
    assert [(line["id"], line["judged"]) for line in event["lines"]] == [
        ("MedicationRequest/1", False),
        ("MedicationRequest/2", True),
    ]
    body = hook_call("order-select", "V1", drug("1"), selections=["MedicationRequest/9"])
    event = read_call(body, SERVICES["sanku-order-select"], {"H1": PROFILE}, ARRIVAL).event
    assert notes_of(event)["context.selections[0]"] == "unknown-selection"


def test_standing_orders_are_lines_and_those_of_other_encounters_history() -> None:
    standing = {"status": "active", "encounter": {"reference": "Encounter/V1"}}
    orders = bundle(
        drug("1", **standing),
        drug("2", **standing | {"encounter": {"reference": "Encounter/V0"}}),
        drug("3", **standing | {"status": "entered-in-error"}),
        drug("4", **standing | {"doNotPerform": True}),
        drug("103", **standing),
    )
    past = {
        "resourceType": "Encounter", "id": "V0", "status": "finished", "class": {"code": "AMB"},
        "identifier": [{"system": "urn:enc", "value": "M0"}],
        "period": {"start": "2098-10-01T08:00:00+08:00", "end": "2098-10-01T09:00:00+08:00"},
    }  # fmt: skip
    profile = SenderProfile("H1", dictionaries={"fhir_system": {"urn:enc": "encounter"}})
    event = event_of(drug(), profile=profile, medications=orders, encounters=bundle(past))
    assert [(line["id"], line["judged"]) for line in event["lines"]] == [
        ("MedicationRequest/103", True),
        ("MedicationRequest/1", False),
    ]
    assert [(line["id"], line["encounter_id"]) for line in event["history"]["lines"]] == [("MedicationRequest/2", "M0")]
    assert event["history"]["encounters"][0]["kind"] == "outpatient"


def test_orders_are_never_all_that_is_charged_unless_the_profile_says_so() -> None:
    assert event_of(drug())["supplied"]["lines"] == {"state": "partial", "scope": "facility"}
    whole = SenderProfile("H1", supplies={"lines": "complete"})
    assert "lines" not in event_of(drug(), profile=whole)["supplied"]
    assert event_of(drug(), profile=whole, services=...)["supplied"]["lines"]["state"] == "partial"


def test_what_the_profile_says_of_the_history_holds_for_nothing_that_was_not_sent() -> None:
    whole = SenderProfile("H1", supplies={"history": "complete"})
    sent = dict.fromkeys(("medications", "services", "conditions"), ...)
    claims = event_of(drug(), profile=whole, **sent)["supplied"]
    assert [claims[name]["state"] for name in ("history", "history.lines", "history.diagnoses")] == ["absent"] * 3
    assert claims["history.observations"]["state"] == "complete"


def outcome() -> dict:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}


@pytest.mark.parametrize(
    ("sent", "members", "claimed", "note"),
    [
        (..., None, "absent", "prefetch-absent"),
        (None, None, "absent", "prefetch-null"),
        (bundle(), [], "complete", None),
        (outcome(), None, "absent", "prefetch-failed"),
        (bundle(hb("V1"), link=[{"relation": "next", "url": "x"}]), ["Observation/hb"], "partial", "prefetch-paged"),
        (bundle(hb("V1"), total=7), ["Observation/hb"], "partial", "prefetch-cut"),
        (bundle(hb("V1"), outcome()), ["Observation/hb"], "partial", "prefetch-failed"),
        (bundle(hb("V1"), hb("V1", status="nonsense", id=7)), ["Observation/hb"], "partial", "unreadable"),
        (bundle(hb("V1", subject={"reference": "Patient/P2"})), [], "partial", "other-patient"),
        ([], None, "absent", "unreadable"),
    ],
    ids=["absent", "null", "empty", "failed", "paged", "cut", "failed in part", "unreadable", "another's", "a list"],
)  # fmt: skip
def test_what_was_sent_along(sent: object, members: list | None, claimed: str, note: str | None) -> None:
    event = event_of(drug(), observations=sent)
    found = event.get("observations")
    assert (None if found is None else [one["id"] for one in found]) == members
    assert event["supplied"]["history.observations"]["state"] == claimed
    here = event["supplied"].get("observations", {}).get("state", "complete" if members is not None else "absent")
    assert here == claimed
    found_notes = {code for path, code in notes_of(event).items() if path.startswith("prefetch.observations")}
    assert found_notes == ({note} if note else set())


def test_null_is_none_where_the_profile_says_so() -> None:
    profile = SenderProfile("H1", null_is_none=("observations",))
    event = event_of(drug(), profile=profile, observations=None)
    assert (event["observations"], notes_of(event).get("prefetch.observations")) == ([], None)


def test_results() -> None:
    found = bundle(
        hb("V1", valueQuantity={"value": Decimal("28.50"), "code": "g/L", "comparator": "<"}, issued="2098-12-01T03:00:00Z"),
        hb("V1", id="own", code={"coding": [{"system": "http://his.example/labs", "code": "HB"}]}),
        hb("V1", id="pos", valueQuantity=None, valueCodeableConcept={"coding": [{"system": "http://snomed.info/sct", "code": "10828004"}]}),
        hb("V1", id="early", status="preliminary"),
        hb("V1", id="month", effectiveDateTime="2098-12"),
        hb("V0", id="past"),
    )  # fmt: skip
    for entry in found["entry"]:
        entry["resource"] = {key: value for key, value in entry["resource"].items() if value is not None}
    event = event_of(drug(), observations=found)
    first, own, positive, month = event["observations"]
    assert first == {
        "id": "Observation/hb", "code": "718-7", "value": {"value": "28.50", "unit": "g/L"}, "value_op": "<",
        "collected_at": "2098-12-01T10:00:00+08:00", "reported_at": "2098-12-01T03:00:00+00:00",
    }  # fmt: skip
    assert (own["code"], positive["result"], "collected_at" in month) == ("718-7", "positive", False)
    assert event["history"]["observations"][0]["encounter_id"] == "V0"
    assert {"not-final", "partial-date"} <= set(notes_of(event).values())


def test_components_are_results_of_their_own() -> None:
    part = {
        "code": {"coding": [{"system": "http://loinc.org", "code": "777-3"}]},
        "valueQuantity": {"value": 90, "code": "10*9/L"},
    }
    panel = hb("V1", component=[part, copy.deepcopy(part)])
    del panel["valueQuantity"]
    event = event_of(drug(), observations=bundle(panel))
    assert [(one["code"], one["value"]["unit"]) for one in event["observations"]] == [("777-3", "10*9/L")] * 2
    assert len({one["id"] for one in event["observations"]}) == 2


def condition(identity: str, code: str = "I21.4", **more: object) -> dict:
    return {
        "resourceType": "Condition", "id": identity, "subject": {"reference": "Patient/P1"},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}], "text": "心肌梗死"},
        "encounter": {"reference": "Encounter/V1"}, **more,
    }  # fmt: skip


def test_diagnoses() -> None:
    stay = prefetch("V1")["encounter"] | {
        "diagnosis": [{"condition": {"reference": "Condition/1"}, "use": {"coding": [{"code": "AD"}]}}]
    }
    found = bundle(
        condition("1", verificationStatus={"coding": [{"code": "provisional"}]}),
        condition("2", verificationStatus={"coding": [{"code": "refuted"}]}),
        condition("3", encounter={"reference": "Encounter/V0"}),
    )
    event = event_of(drug(), encounter=stay, conditions=found)
    assert event["diagnoses"] == [
        {"id": "Condition/1", "code": "I21.4", "name": "心肌梗死", "stage": "admission", "certainty": "suspected"}
    ]
    assert [one["id"] for one in event["history"]["diagnoses"]] == ["Condition/3"]


def test_a_condition_without_an_encounter_leaves_those_of_this_one_incomplete() -> None:
    loose = condition("1")
    del loose["encounter"]
    event = event_of(drug(), conditions=bundle(loose))
    assert (event["diagnoses"], event["supplied"]["diagnoses"]["state"]) == ([], "partial")
    assert notes_of(event)["prefetch.conditions"] == "no-encounter"


def test_enrolment_and_regions() -> None:
    paid = {
        "resourceType": "Coverage", "id": "c", "status": "active", "beneficiary": {"reference": "Patient/P1"},
        "type": {"coding": [{"system": "urn:oid:9.9", "code": "310"}]},
        "payor": [{"identifier": {"system": "urn:oid:9.8", "value": "330100"}}],
    }  # fmt: skip
    event = event_of(drug(), coverage=bundle(paid))
    assert (event["coverage"], event["insured_region"]) == ({"scheme": "310"}, "330100")
    other = paid | {"id": "d", "type": {"coding": [{"system": "urn:oid:9.9", "code": "390"}]}}
    event = event_of(drug(), coverage=bundle(paid, other))
    assert "coverage" not in event
    assert notes_of(event)["prefetch.coverage"] == "contradiction"


def test_the_patient_and_the_stay() -> None:
    sent = prefetch("V1")
    person = sent["patient"] | {"identifier": [{"system": "urn:patn", "value": "N1"}], "deceasedBoolean": False}
    event = event_of(drug(), patient=person)
    assert event["patient"] == {"id": "N1", "sex": "male", "born": "1990-03-07", "died_at": None}
    assert event["encounter"]["discharged_at"] is None
    leaving = event_of(service="sanku-encounter-discharge")
    assert (leaving["phase"], "discharged_at" in leaving["encounter"]) == ("settle", False)
    assert "sex" not in event_of(drug(), patient=sent["patient"] | {"gender": "unknown"})["patient"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"hook": "order-select"}, "hook"),
        ({"hookInstance": "x"}, "hookInstance"),
        ({"context": {"userId": "u"}}, "context"),
        ({"context": {"userId": "u", "patientId": "P1"}}, "context.draftOrders"),
        ({"context": {"userId": "u", "patientId": "P1", "draftOrders": {}}}, "context.draftOrders"),
        ({"context": {"userId": "u", "patientId": "P1", "draftOrders": {"resourceType": "Bundle", "entry": 1}}}, "context.draftOrders.entry"),
        ({"context": {"userId": "u", "patientId": "P1", "draftOrders": bundle({"resourceType": "MedicationRequest"})}}, "context.draftOrders.entry[0].resource.subject"),
        ({"context": {"userId": "u", "patientId": "P1", "draftOrders": bundle(drug(subject={"reference": "Patient/P2"}))}}, "context.draftOrders.entry[0].resource.subject"),
        ({"prefetch": {"patient": {"resourceType": "Patient", "id": "P2"}}}, "prefetch.patient.id"),
        ({"prefetch": 5}, "prefetch"),
    ],
)  # fmt: skip
def test_calls_that_are_refused(change: dict, path: str) -> None:
    with pytest.raises(HookRefused) as refused:
        read_call(hook_call("order-sign", "V1", drug()) | change, SIGN, {}, ARRIVAL)
    assert refused.value.path == path
    assert refused.value.zh


def test_a_draft_without_a_time_is_ordered_now() -> None:
    order = drug()
    del order["authoredOn"]
    event = event_of(order)
    assert event["lines"][0]["at"] == "2098-12-02T09:30:00"
    assert notes_of(event)["context.draftOrders.entry[0].resource.authoredOn"] == "no-time"


def test_the_call_and_the_profile_of_the_guide(root: Path) -> None:
    page = root / "docs" / "guides" / "cds-hooks.md"
    fences = {fence.title or fence.language: fence.text for fence in fences_of(page, root)}
    profile = msgspec.convert({"id": "x", **yaml.safe_load(fences["senders/H33010000001.yaml"])}, SenderProfile)
    made = read_call(msgspec.json.decode(fences["json"]), SIGN, {"default": profile}, ARRIVAL)
    (line,) = made.event["lines"]
    assert (line["code"], line["amount"], made.event["care_region"]) == ("XG02BAZ061Z007010279543", "1150.0", "330100")
    assert line["quantity"] == {"value": "1", "unit": "支"}
    assert {path: code for path, code in notes_of(made.event).items() if not code.endswith("absent")} == {
        "prefetch.observations": "prefetch-null"
    }


def test_an_order_of_another_type_is_noted() -> None:
    event = event_of(drug(), {"resourceType": "NutritionOrder", "id": "n"})
    assert notes_of(event)["context.draftOrders.entry[1].resource"] == "not-read"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["resourceType", "entry", "resource", "id", "code", "link", "total", "issue", "subject"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(key=st.sampled_from(sorted(prefetch("V1"))), junk=JUNK)
def test_nothing_that_is_sent_along_raises(key: str, junk: object) -> None:
    body = hook_call("order-sign", "V1", drug(), sent=prefetch("V1") | {key: junk})
    try:
        lines, path = read_call(body, SIGN, {}, ARRIVAL).event["lines"], "prefetch"
    except HookRefused as refused:
        lines, path = [{}], refused.path
    assert (len(lines), path.startswith("prefetch")) == (1, True)


@given(st.binary(min_size=12, max_size=12))
def test_a_card_stands_for_its_finding(finding: bytes) -> None:
    card = UUID(card_id(finding.hex()))
    assert (card.version, card.variant) == (8, "specified in RFC 4122")
    assert finding_of(card) == finding.hex()


def test_another_uuid_stands_for_nothing() -> None:
    assert finding_of(uuid4()) is None


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    return load(write_hook_base(tmp_path_factory.mktemp("hooks") / "base"))


def cards(base, *orders: dict, language: str = "zh", **sent: object) -> list[dict]:
    body = hook_call("order-sign", "V1", *orders, sent=prefetch("V1", **sent))
    made = read_call(body, SIGN, base.model.catalog.senders, ARRIVAL)
    names = {line["id"]: line.get("name", "") for line in made.event["lines"]}
    words = Words(language, names, base.model.catalog.reasons)
    decision = base.decide(made.event | {"asked_at": ARRIVAL.isoformat()})
    return cards_of(decision, Shelf(words, drafts=made.drafts))


def test_a_reminder_is_a_warning_with_reasons_to_choose_from(base) -> None:
    (card,) = cards(base, drug())
    assert (card["indicator"], card["summary"]) == ("warning", "宫内节育系统限女性使用")
    assert [reason["code"] for reason in card["overrideReasons"]] == ["documented_exception", "text"]
    assert card["source"]["topic"]["code"] == "clinical.use.sex"
    for part in ("100.00元", "《说明书》适应症", "男性", "女性"):
        assert part in card["detail"]
    assert "suggestions" not in card


def test_a_block_is_critical_and_suggests_to_withdraw_the_order(base) -> None:
    (card,) = cards(base, drug(dispenseRequest={"quantity": {"value": 3}}), gender="female")
    assert (card["indicator"], card["selectionBehavior"]) == ("critical", "any")
    (action,) = card["suggestions"][0]["actions"]
    assert (action["type"], action["resourceId"]) == ("delete", "MedicationRequest/103")
    assert "overrideReasons" not in card


def test_what_cannot_be_judged_is_one_card_with_what_is_missing(base) -> None:
    (card,) = cards(base, drug(), gender="female", observations=None)
    assert (card["indicator"], "uuid" in card) == ("warning", False)
    assert "无法判断" in card["summary"]
    assert "客户端没有数据" in card["detail"]


def test_none_is_not_unknown(base) -> None:
    (card,) = cards(base, drug(), gender="female", observations=bundle())
    assert card["summary"] == "宫内节育系统须有血红蛋白结果"


def test_names_are_no_markup_and_summaries_stay_short(base) -> None:
    order = drug()
    order["medicationCodeableConcept"]["text"] = "<img src=x>[a](javascript:1)" + "长" * 300
    (card,) = cards(base, order)
    assert len(card["summary"]) <= 139
    assert "<img" not in card["detail"].replace("\\<", "")
    assert "](" not in card["detail"].replace("\\]", "")


def test_cards_in_english(base) -> None:
    (card,) = cards(base, drug(), language="en")
    assert "CNY 100.00" in card["detail"]
