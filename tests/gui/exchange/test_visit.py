import pytest

from qtapp.domain.errors import DiskFull
from qtapp.gui.exchange.page import ExchangePage
from qtapp.gui.exchange.visit import said_of
from qtapp.services.carrying import Visit
from qtapp.services.inbox import InboxState, Received
from tests.gui.screens import said
from tests.services.pairs import a_pair


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def test_a_stick_opened_as_a_record_is_served_at_once(opened, tmp_path, stick, qtbot):
    pair = a_pair(tmp_path)
    pair.cell.carrying.visit(stick)
    page = opened(ExchangePage, pair.commune)
    with qtbot.waitSignal(page.changed):
        page.show_record(str(stick))
    qtbot.waitUntil(lambda: "Đã nhập gói của Chi bộ bản Lướt" in said(page))
    assert f"Đã ghi 1 tệp gói vào {stick} và đọc lại đúng. Có thể rút USB." in said(page)
    pair.cell.close()


def test_a_stick_that_is_not_written_whole_is_never_called_safe(dressed):
    failed = Visit(received=[], written=[], failure=DiskFull("USB"))
    ((tone, words),) = said_of(failed, "USB", most=6)
    assert tone == "bad"
    assert "hết chỗ trống" in words
    assert "Có thể rút" not in words


def test_nothing_to_do_is_said(dressed):
    ((_, words),) = said_of(Visit(received=[], written=[]), "USB", most=6)
    assert "không có gì đến lượt gửi" in words


def test_many_files_are_counted_not_listed(dressed):
    received = [Received(name=f"{n}.cbdl", state=InboxState.DUPLICATE) for n in range(9)]
    lines = [words for _, words in said_of(Visit(received=received, written=[]), "USB", most=6)]
    assert len(lines) == 8
    assert lines[6].startswith("Còn 3 tệp nữa")
    assert lines[7].endswith("Có thể rút USB.")
