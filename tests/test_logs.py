import logging

import pytest

from qtapp import logs
from qtapp.logs import start_log, stop_log


@pytest.fixture(autouse=True)
def _root_level():
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def test_messages_are_written_in_utf8(tmp_path):
    path = tmp_path / "logs" / "sochibo.log"
    handler = start_log(path)
    logging.getLogger("qtapp.thử").info("đã nhập %d dòng", 30)
    stop_log(handler)
    assert path.read_text(encoding="utf-8").endswith("INFO qtapp.thử: đã nhập 30 dòng\n")


def test_nothing_is_written_after_the_end(tmp_path):
    path = tmp_path / "sochibo.log"
    stop_log(start_log(path))
    logging.getLogger("qtapp").info("muộn")
    assert path.read_bytes() == b""


def test_old_lines_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "_BYTES", 2000)
    handler = start_log(tmp_path / "sochibo.log")
    for number in range(500):
        logging.getLogger("qtapp").info("dòng %d", number)
    stop_log(handler)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "dòng 499" in (tmp_path / "sochibo.log").read_text(encoding="utf-8")


def test_half_a_surrogate_pair_does_not_break_the_log(tmp_path):
    handler = start_log(tmp_path / "sochibo.log")
    handler.handle(logging.makeLogRecord({"msg": "\ud83d"}))
    stop_log(handler)
    assert b"\\ud83d" in (tmp_path / "sochibo.log").read_bytes()


def test_a_place_that_cannot_be_written_means_no_log(tmp_path):
    (tmp_path / "logs").write_bytes(b"")
    assert start_log(tmp_path / "logs" / "sochibo.log") is None
