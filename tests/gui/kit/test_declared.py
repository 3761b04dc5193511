import pytest
from msgspec.structs import fields
from pytestqt.qtbot import QtBot

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.essays import Essay
from qtapp.domain.ids import RecordId
from qtapp.domain.members import Member
from qtapp.domain.plans import TaskProgress
from qtapp.domain.record import Record, data_fields
from qtapp.domain.sessions import Session
from qtapp.domain.units import Profile
from qtapp.domain.waves import StudyPlan, Wave
from qtapp.gui.kit.choice_fields import CheckField, ChoiceField
from qtapp.gui.kit.date_fields import DateField, MomentField, PartialDateField
from qtapp.gui.kit.declared import field_for
from qtapp.gui.kit.fields import DecimalField, Field, LineField, LinesField, NumberField, TextField


@pytest.mark.parametrize(
    ("record", "name", "kind"),
    [
        (Member, "full_name", LineField),
        (Member, "gender", ChoiceField),
        (Member, "birth", PartialDateField),
        (Session, "starts_at", MomentField),
        (Session, "minutes", NumberField),
        (Session, "held", CheckField),
        (Wave, "starts_on", DateField),
        (Wave, "essay_questions", LinesField),
        (StudyPlan, "purpose", TextField),
        (Essay, "score", DecimalField),
        (TaskProgress, "noted_on", DateField),
    ],
)
def test_the_declaration_chooses_the_field(
    qtbot: QtBot, record: type[Record], name: str, kind: type[Field]
) -> None:
    field = field_for(record, name)
    qtbot.addWidget(field)
    assert type(field) is kind


def test_bounds_come_from_the_declaration(qtbot: QtBot) -> None:
    field = field_for(Profile, "attendance_target")
    qtbot.addWidget(field)
    assert isinstance(field, NumberField)
    assert (field.spin.minimum(), field.spin.maximum()) == (0, 100)


def test_every_field_of_every_record_has_its_field_or_says_so(qtbot: QtBot) -> None:
    left = set()
    for record in RECORDS:
        for each in data_fields(record):
            try:
                qtbot.addWidget(field_for(record, each.name))
            except LookupError:
                left.add(f"{record.table}.{each.name}")
    ids = {
        f"{record.table}.{each.name}"
        for record in RECORDS
        for each in fields(record)
        if each.type in {RecordId, RecordId | None}
    }
    assert left - ids == {
        "documents.attachments",
        "essay_texts.attachments",
        "paper_texts.parts",
    }
