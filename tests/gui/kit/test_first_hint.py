import pytest

from qtapp.gui.kit.first_hint import FirstHint
from tests.gui.accessible import nameless
from tests.gui.screens import click, said


@pytest.fixture
def hint(qtbot):
    made = FirstHint()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def understood(hint):
    found = []
    hint.understood.connect(found.append)
    return found


def test_a_hint_goes_for_ever_once_it_is_understood(hint, understood, qtbot):
    hint.say("home", "Mỗi dòng là một nút.")
    qtbot.waitUntil(lambda: "Mỗi dòng là một nút." in said(hint))
    assert nameless(hint) == []
    click(hint, "Đã hiểu")
    assert hint.isHidden()
    hint.leave()
    assert understood == ["home"]


def test_a_hint_leads_to_the_guide_and_stays(hint, understood, qtbot):
    hint.say("home", "Mỗi dòng là một nút.")
    qtbot.waitUntil(lambda: "Mỗi dòng là một nút." in said(hint))
    with qtbot.waitSignal(hint.guide_wanted):
        click(hint, "Xem thêm (F1)")
    assert hint.isVisible()
    assert understood == []
