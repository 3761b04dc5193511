import pytest

from tests.signed_setup import OTHER, a_setup, ways_in


@pytest.fixture
def started(cli, tmp_path):
    found = []
    cli.setups = ways_in(tmp_path, found)
    return found


def test_a_signed_setup_file_is_checked_and_not_run(cli, cell, started, tmp_path):
    setup = a_setup(tmp_path / "usb")
    assert cli.done("update", "check", tmp_path / "usb") == {
        "version": "9.0.0",
        "path": str(setup),
    }
    assert started == []


def test_it_runs_after_a_yes_only_and_names_the_backup(cli, cell, started, tmp_path):
    setup = a_setup(tmp_path / "usb")
    assert cli("update", "start", setup).code == 1
    assert started == []
    ran = cli("update", "start", setup, "--yes")
    assert ran.code == 0
    assert "Đã sao lưu sổ vào " in ran.out
    assert len(started) == 1


def test_a_setup_file_of_somebody_else_ends_with_nine(cli, cell, started, tmp_path):
    ran = cli("update", "start", a_setup(tmp_path / "usb", secret=OTHER), "--yes")
    assert ran.code == 9
    assert "Không chạy tệp này" in ran.err
    assert started == []
