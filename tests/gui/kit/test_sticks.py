import pytest

from qtapp.domain.sticks import Stick
from qtapp.gui.kit.sticks import StickNotice
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said


@pytest.fixture
def world(qtbot, tmp_path):
    plugged = []
    notice = StickNotice(lambda: list(plugged))
    qtbot.addWidget(notice)
    notice.show()
    return notice, plugged, Stick(path=tmp_path / "K", name="KINGSTON")


def test_nothing_is_said_and_no_room_taken_without_a_stick(world, qtbot):
    notice, _, _ = world
    qtbot.waitUntil(notice._timer.isActive)
    notice.look()
    assert said(notice) == ""
    assert notice.maximumHeight() == 0


def test_a_stick_is_offered_and_used_in_one_click(world, qtbot):
    notice, plugged, stick = world
    plugged.append(stick)
    notice.look()
    qtbot.waitUntil(lambda: "USB KINGSTON đang cắm" in said(notice))
    assert nameless(notice) == []
    with qtbot.waitSignal(notice.wanted) as told:
        click(notice, "Nhận và ghi USB")
    assert told.args == [str(stick.path)]
    assert offered(notice) == []


def test_a_stick_put_off_is_mentioned_again_when_it_is_plugged_in_again(world, qtbot):
    notice, plugged, stick = world
    plugged.append(stick)
    notice.look()
    qtbot.waitUntil(lambda: "Để sau" in offered(notice))
    click(notice, "Để sau")
    notice.look()
    assert offered(notice) == []
    plugged.clear()
    notice.look()
    plugged.append(stick)
    notice.look()
    qtbot.waitUntil(lambda: "Nhận và ghi USB" in offered(notice))


def test_a_stick_that_is_pulled_out_is_no_longer_offered(world, qtbot):
    notice, plugged, stick = world
    plugged.append(stick)
    notice.look()
    qtbot.waitUntil(lambda: "Để sau" in offered(notice))
    plugged.clear()
    notice.look()
    assert offered(notice) == []


def test_nobody_asks_while_it_cannot_be_seen(world, qtbot):
    notice, _, _ = world
    notice.hide()
    assert not notice._timer.isActive()
    notice.show()
    assert notice._timer.isActive()
