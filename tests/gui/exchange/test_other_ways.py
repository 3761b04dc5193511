import pytest

from qtapp.domain.errors import TooMuchForPaper
from qtapp.gui.exchange.other_ways import CodesDialog, OtherWays, laid_out
from qtapp.gui.exchange.page import ExchangePage
from qtapp.gui.kit import ask, outside
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.services.pairs import a_pair


@pytest.fixture
def pair(tmp_path):
    return a_pair(tmp_path)


@pytest.fixture
def target(tmp_path, monkeypatch):
    folder = tmp_path / "tay"
    folder.mkdir()
    monkeypatch.setattr(ask, "choose_folder", lambda *_: folder)
    return folder


def other_ways(page):
    click(page, "Qua Zalo, thư, giấy")
    (dialog,) = page.findChildren(OtherWays)
    return dialog


def test_files_and_drafts_are_laid_out_and_their_folder_can_be_opened(
    opened, pair, target, qtbot, monkeypatch
):
    shown = []
    monkeypatch.setattr(outside, "show", shown.append)
    page = opened(ExchangePage, pair.cell)
    dialog = other_ways(page)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    assert dialog.receiver.combo.currentText() == "Đảng ủy xã Suối Mẫu"
    with qtbot.waitSignal(page.changed):
        click(dialog, "Ghi tệp và thư nháp")
    folder = target / "Gửi Đảng ủy xã Suối Mẫu"
    assert {each.suffix for each in folder.iterdir()} == {".cbdl", ".eml"}
    qtbot.waitUntil(
        lambda: f"Đã ghi 1 tệp gói, mỗi tệp kèm một thư nháp (.eml), vào {folder}" in said(page)
    )
    click(page, "Mở thư mục")
    assert shown == [folder]
    pair.commune.close()


def test_a_committee_chooses_to_whom_and_prints_for_one_at_a_time(opened, pair, target, qtbot):
    page = opened(ExchangePage, pair.commune)
    dialog = other_ways(page)
    assert not dialog.print_button.isEnabled()
    dialog.receiver.set_value(pair.unit)
    assert dialog.print_button.isEnabled()
    click(dialog, "In thành mã")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(CodesDialog)))
    (codes,) = dialog.findChildren(CodesDialog)
    assert nameless(codes) == []
    assert "Trang 1/1" in said(codes)
    pair.cell.close()


def test_choosing_no_folder_changes_nothing(opened, pair, monkeypatch):
    monkeypatch.setattr(ask, "choose_folder", lambda *_: None)
    page = opened(ExchangePage, pair.cell)
    dialog = other_ways(page)
    click(dialog, "Ghi tệp và thư nháp")
    assert dialog.isVisible()
    click(dialog, "Đóng")
    assert not dialog.isVisible()
    pair.commune.close()


def test_a_bundle_too_large_for_paper_is_told_with_other_ways(opened, pair, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(ask, "tell", lambda _owner, error: told.append(error))
    monkeypatch.setattr("qtapp.carriers.paper.MOST_BYTES", 1000)
    page = opened(ExchangePage, pair.cell)
    click(other_ways(page), "In thành mã")
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], TooMuchForPaper)
    pair.commune.close()


def test_nobody_invited_is_said(dressed):
    assert "Chưa mời chi bộ nào" in laid_out([])


def test_a_book_without_a_committee_is_offered_no_other_way(opened, cell):
    page = opened(ExchangePage, cell)
    assert "Qua Zalo, thư, giấy" not in offered(page)
