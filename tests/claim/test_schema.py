"""The schema holds every field of the event schema, each with its type, title and source, and nothing is listed twice."""

import pytest

from sanku.catalog.nodes import ExtraField
from sanku.claim.event import ClaimEvent
from sanku.claim.facts import SINGLES
from sanku.claim.schema import base_schema
from sanku.core.types import CodeType, EnumType, ListType, PeriodType, QuantityType, RefType, TextType

# Row of the event schema to where it is. A name with a dot before it is a collection or a key of the event.
ROWS = {
    1: ".id", 2: ".phase", 3: ".trigger", 4: ".insured_region", 5: ".care_region", 6: ".asked_at", 7: ".rule_ids",
    8: ".supplied", 9: "patient.id", 10: "patient.sex", 11: "patient.born", 12: "patient.maternity",
    13: "patient.died_at", 14: "patient.weight", 15: "patient.newborn_of", 16: ".patient.allergies",
    17: ".patient.conditions", 18: "coverage.scheme", 19: "coverage.work_injury", 20: "coverage.maternity_entitled",
    21: "coverage.status", 22: "coverage.benefit_from coverage.benefit_to", 23: "coverage.person_category",
    24: ".coverage.chronic_approvals", 25: ".coverage.designated", 26: ".coverage.resettled",
    27: "coverage.third_party_liable", 28: "coverage.family_account", 29: "coverage.paid_this_year", 30: "facility.id",
    31: "facility.kind", 32: "facility.level facility.grade", 33: "facility.price_tier", 34: ".facility.scopes",
    35: "facility.agreement.status facility.agreement.internet", 36: ".facility.preparations",
    37: "physician.id physician.name line.physician.id line.physician.name", 38: "physician.title line.physician.title",
    39: ".physician.scopes", 40: ".physician.privileges", 41: ".physician.statuses", 42: "encounter.id",
    43: "encounter.kind", 44: "encounter.visit_type", 45: "encounter.admitted_at", 46: "encounter.discharged_at",
    47: "encounter.period", 48: "encounter.admission_department encounter.discharge_department.name",
    49: "encounter.ward encounter.bed", 50: ".encounter.bed_stays bed_stay.ward_kind bed_stay.from bed_stay.to",
    51: "encounter.main_diagnosis", 52: "encounter.special_disease", 53: "encounter.physician.id",
    54: "encounter.emergency encounter.rescue encounter.critical", 55: "encounter.outcome",
    56: "encounter.readmission_plan encounter.readmission_plan.purpose", 57: "encounter.payment",
    58: "encounter.payment_group", 59: "encounter.out_of_region", 60: "encounter.identity_check",
    61: "encounter.amount", 62: "encounter.fund_amount encounter.account_amount encounter.aid_amount",
    63: "encounter.self_pay encounter.copay", 64: "encounter.settled_at", 65: "encounter.nursing_level",
    66: "diagnosis.code", 67: "diagnosis.name", 68: "diagnosis.stage", 69: "diagnosis.main diagnosis.rank",
    70: "diagnosis.at", 71: "diagnosis.system", 72: "diagnosis.present_on_admission", 73: "diagnosis.onset_at",
    74: "diagnosis.certainty diagnosis.severity", 75: "procedure.id", 76: "procedure.code procedure.name",
    77: "procedure.main", 78: "procedure.at", 79: "procedure.ended_at procedure.duration", 80: "procedure.surgery",
    81: "procedure.incision", 82: "procedure.incision_class", 83: "procedure.site procedure.side",
    84: "procedure.anaesthesia", 85: "procedure.surgeon.id procedure.anaesthetist.id", 86: "procedure.level",
    87: "line.id", 88: "line.encounter", 89: "line.judged", 90: "line.kind", 91: "line.fee_type", 92: "line.code",
    93: "line.local_code", 94: "line.provincial_code", 95: "line.name line.local_name", 96: "line.form line.spec",
    97: "line.quantity", 98: "line.unit", 99: "line.price line.amount", 100: "line.list_price",
    101: "line.self_pay line.copay", 102: "line.fund_paid", 103: "line.list_level", 104: "line.at",
    105: "line.stopped_at", 106: "line.use", 107: "line.charged_at", 108: "line.long_term",
    109: "line.prescription line.group", 110: "line.order", 111: "line.days", 112: "line.dose line.frequency",
    113: "line.total_dose", 114: "line.route", 115: "line.formula line.formula_doses", 116: "line.discharge_drug",
    117: "line.dual_channel line.otc", 118: "line.site line.site_count line.eye",
    119: "line.department line.physician.id", 120: "line.performed_in line.performed_by.id", 121: "line.procedure",
    122: "line.addon_of", 123: "line.refund_of", 124: "line.consent", 125: "line.trace_codes line.lot line.expiry",
    126: "line.certificate", 127: "line.purchase_price", 128: "line.note", 129: "order.id order.kind order.code",
    130: "order.at order.stopped_at order.cancelled_at", 131: "order.quantity order.frequency order.level",
    132: "prescription.id prescription.kind prescription.issued_at prescription.reviewed_by.id",
    133: "prescription.facility prescription.external", 134: "execution.order execution.line execution.code",
    135: "execution.started_at execution.ended_at execution.by.id", 136: "observation.code",
    137: "observation.value observation.value_op", 138: "observation.result", 139: "observation.grade",
    140: "observation.collected_at observation.reported_at observation.at", 141: "observation.specimen",
    142: "observation.eye observation.side", 143: "observation.line observation.order",
    144: "observation.low observation.high observation.lab", 145: "document.kind",
    146: "document.at document.author.id", 147: "document.fact document.coder document.confidence",
    148: "document.about", 149: "document.performed document.count document.site", 150: "document.valid",
    151: "approval.kind", 152: "approval.drugs approval.condition approval.eye",
    153: "approval.valid_from approval.valid_to approval.facility",
    154: ".history.encounters .history.lines .history.diagnoses .history.observations .history.documents",
    155: ".stock stock.code stock.kind stock.quantity stock.price stock.lot stock.at",
    156: ".indicators indicator.code indicator.period indicator.value indicator.peer_median indicator.n",
}  # fmt: skip

LATER = (
    "line.generic line.specimen line.ward_kind line.bed_kind line.encounter_kind line.episode encounter.abroad "
    "encounter.facility_arranged_elsewhere document.line document.eye document.physician.title order.name "
    "order.nursing_level"
)


def is_there(name: str) -> bool:
    schema = base_schema()
    if name.startswith("."):
        return name[1:] in schema.collections or name[1:] in ClaimEvent.model_fields
    record, _, field = name.partition(".")
    return field in schema.records[record].fields


def test_every_row_of_the_event_schema_is_there() -> None:
    assert sorted(ROWS) == list(range(1, 157))
    assert [name for names in ROWS.values() for name in names.split() if not is_there(name)] == []
    assert [name for name in LATER.split() if not is_there(name)] == []


def test_every_field_has_title_type_source_and_key() -> None:
    for record in base_schema().records.values():
        for name, field in record.fields.items():
            assert field.name == name
            assert any("\u4e00" <= character <= "\u9fff" for character in field.title_zh), (record.name, name)
            assert field.source, (record.name, name)
            assert field.keys, (record.name, name)


@pytest.mark.parametrize(
    ("record", "field", "kind"),
    [
        ("line", "quantity", QuantityType(None, nonnegative=True)),
        ("entry", "quantity", QuantityType(None)),
        ("line", "amount", QuantityType((("CNY", 1),), "CNY", 2, nonnegative=True)),
        ("line", "days", QuantityType((("day", 1),), "day", nonnegative=True)),
        ("line", "code", CodeType(("nhsa_drug", "nhsa_herb", "nhsa_service", "nhsa_consumable"))),
        ("line", "department", CodeType(("department",))),
        ("line", "department.name", TextType()),
        ("line", "procedure", RefType("procedures")),
        ("line", "order", RefType("orders")),
        ("line", "encounter", RefType("record.encounters")),
        ("line", "prescription", RefType("prescriptions")),
        ("line", "trace_codes", ListType(TextType())),
        ("observation", "line", RefType("lines")),
        ("document", "line", RefType("lines")),
        ("encounter", "period", PeriodType()),
    ],
)
def test_types(record: str, field: str, kind: object) -> None:
    assert base_schema().records[record].fields[field].type == kind


def test_references_name_collections() -> None:
    schema = base_schema()
    named = {
        field.type.collection
        for record in schema.records.values()
        for field in record.fields.values()
        if isinstance(field.type, RefType)
    }
    assert named - set(schema.collections) == set()


def test_dated_fields() -> None:
    dated = {name: record.dated for name, record in base_schema().records.items()}
    assert dated["encounter"] == "admitted_at"
    assert dated["approval"] == dated["patient"] == ""
    wanted = ("line", "order", "diagnosis", "procedure", "observation", "document", "execution", "prescription")
    assert {dated[name] for name in wanted} == {"at"}


def test_collections_are_of_this_encounter_the_others_both_or_inside() -> None:
    schema = base_schema()
    kinds = {name: spec.kind for name, spec in schema.collections.items()}
    assert kinds["lines"] == kinds["encounter"] == "current"
    assert kinds["history.encounters"] == "history"
    assert kinds["record.encounters"] == "record"
    assert kinds["coverage.chronic_approvals"] == "nested"
    assert "encounters" not in kinds
    assert "history.stock" not in kinds
    assert all(spec.record in schema.records for spec in schema.collections.values())
    assert all(name in schema.records for name in SINGLES)


def test_closed_lists_have_a_label_for_each_member_and_none_for_unknown() -> None:
    enums = base_schema().enums()
    assert len(enums) > 30
    for name, kind in enums.items():
        assert kind.name == name
        assert len(set(kind.labels)) == len(kind.members) == len(kind.labels), name
        assert not {"unknown", "unspecified", "not_stated"} & set(kind.members), name
    assert enums["facility_level"] == EnumType(
        "facility_level", ("none", "primary", "secondary", "tertiary"), ("无等级", "一级", "二级", "三级"), ordered=True
    )
    assert enums["title"].ordered
    assert not enums["sex"].ordered


def test_declared_fields_are_added_and_never_replace() -> None:
    declared = [
        ExtraField("line", "batch_price", QuantityType((("CNY", 1),), "CNY", 2), "集采价"),
        ExtraField("line", "code", TextType(), "编码"),
    ]
    schema = base_schema().extended(declared)
    assert schema.records["line"].fields["batch_price"].title_zh == "集采价"
    assert "batch_price" in schema.records["entry"].fields
    assert isinstance(schema.records["line"].fields["code"].type, CodeType)
    assert "batch_price" not in base_schema().records["line"].fields


def test_the_base_schema_is_made_once() -> None:
    assert base_schema() is base_schema()
