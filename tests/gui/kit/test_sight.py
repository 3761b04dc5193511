import pytest
from PySide6.QtWidgets import QScrollBar

from qtapp.domain.members import Member
from qtapp.gui.kit import theme
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.side_panel import FormPanel
from tests.gui.screens import click
from tests.make import an_id


def test_saving_brings_the_faulty_field_and_its_words_into_sight(qtbot, cell):
    form = Form(Member)
    form.rows(
        "full_name", "birth", "joined_on", "phone", "party_role", "gov_role", "email", "joined_on"
    )
    panel = FormPanel(cell, lambda: form, lambda _member, values: pytest.fail(str(values)))
    qtbot.addWidget(panel)
    panel.resize(theme.em(24), theme.em(22))
    panel.begin(Member(id=an_id(2), unit=an_id(1), full_name="Lý Thị Ánh"), "Thêm", "")
    bar = panel.findChildren(QScrollBar)
    field = form.field("full_name")
    field.set_value("")
    down = max(bar, key=QScrollBar.maximum)
    down.setValue(down.maximum())
    assert field.visibleRegion().isEmpty()
    click(panel, "Lưu")
    qtbot.waitUntil(lambda: not field.below.visibleRegion().isEmpty())
    assert field.below.visibleRegion().boundingRect() == field.below.rect()
    assert not field.caption.visibleRegion().isEmpty()
