import pytest
from msgspec.structs import replace

from qtapp.domain.errors import FolderReadOnly
from qtapp.paths import paths_in
from qtapp.services.support import without_anybody
from qtapp.settings import Settings, save_settings
from tests.make import PASSPHRASE, a_cell_book, a_wave_in, an_environment

PERSON = "Nguyễn Văn Bí"
UNIT = "Chi bộ thôn Kín"
MAIL = "bi.nguyen@thu.vn"
FOLDER = "Máy của Bí"
LOG = f"""\
2026-11-20 08:30:00,123 INFO qtapp.gui.crash: book 0190 opened in 12 ms
2026-11-20 08:30:00,123 WARNING qtapp.gui.crash: not read: /srv/nguyenvanbi/so.scb
2026-11-20 08:30:00,123 WARNING qtapp.gui.crash: sent to {MAIL} after 3 s
2026-11-20 08:30:00,123 WARNING qtapp.gui.crash: saved {PERSON}
2026-11-20 08:30:00,123 CRITICAL qtapp.gui.crash: uncaught ValueError
  File "C:\\Users\\Bí\\qtapp\\gui\\crash.py", line 12, in caught
    raise X({PERSON})
"""


@pytest.fixture
def book(tmp_path):
    places = paths_in(tmp_path / FOLDER)
    save_settings(
        places.settings_file, Settings(letter_percent=125, recent_books=(f"C:\\{FOLDER}\\s.scb",))
    )
    places.log_file.parent.mkdir()
    places.log_file.write_text(LOG, encoding="utf-8")
    world = replace(an_environment(), paths=places, computer=lambda: {"system": "Windows-10"})
    made = a_cell_book(tmp_path, UNIT, world)
    made.members.save(made.members.new(PERSON, email=MAIL, phone="0912345678"))
    a_wave_in(made, "Đợt học kín")
    yield made
    made.close()


def test_nothing_about_anybody_is_in_the_file(book, tmp_path):
    book.support.write(tmp_path / "hỗ trợ.txt")
    text = (tmp_path / "hỗ trợ.txt").read_text(encoding="utf-8").lower()
    secrets = (PERSON, UNIT, MAIL, FOLDER, PASSPHRASE, "nguyenvanbi", "0912345678", "Đợt học kín")
    for secret in (*secrets, "Users", str(tmp_path), "thôn", "Máy thử"):
        assert secret.lower() not in text, secret


def test_what_a_helper_needs_is_in_the_file(book):
    text = book.support.text()
    for words in (
        "phiên bản: 0.0",
        "system: Windows-10",
        "cỡ chữ: 125",
        "số sổ đã mở: 1",
        "members: 1\n",
        "waves: 1\n",
        "book 0190 opened in 12 ms",
        "uncaught ValueError\n  crash.py, line 12, in caught\n",
    ):
        assert words in text, words


def test_without_a_log_and_settings_the_rest_is_told(book, tmp_path):
    (tmp_path / "khác").mkdir()
    other = a_cell_book(tmp_path / "khác")
    assert "members: 0" in other.support.text()
    other.close()
    book._environment.paths.log_file.unlink()
    assert "(không đọc được)" in book.support.text()


def test_where_nothing_can_be_written_that_is_said(book, tmp_path):
    (tmp_path / "tệp").write_bytes(b"")
    with pytest.raises(FolderReadOnly):
        book.support.write(tmp_path / "tệp" / "hỗ trợ.txt")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("2026-11-20 08:30:00,123 INFO qtapp.x: 3 rows", "2026-11-20 08:30:00,123 INFO qtapp.x: 3 rows"),
        ("2026-11-20 08:30:00,123 INFO qtapp.x: in C:\\Bi Sen\\a", "2026-11-20 08:30:00,123 INFO qtapp.x: in …"),
        ("2026-11-20 08:30:00,123 INFO urllib3: Bi", ""),
        ("    raise ValueError(name)", ""),
        ("ValueError: Bi", ""),
        ('  File "/srv/bi/qtapp/a.py", line 3, in <module>', "  a.py, line 3, in <module>"),
    ],
)  # fmt: skip
def test_a_line_of_the_log_without_anybody(line, kept):
    assert without_anybody(line) == kept
