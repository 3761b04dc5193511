import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from qtapp.domain.errors import FolderReadOnly
from qtapp.settings import Settings, Theme, load_settings, save_settings, with_book, with_hint_seen

any_settings = st.builds(
    Settings,
    recent_books=st.lists(st.text(max_size=20), max_size=8).map(tuple),
    last_book=st.text(max_size=20),
    letter_percent=st.integers(100, 200),
    theme=st.sampled_from(Theme),
    auto_lock_minutes=st.integers(0, 1440),
    unknown=st.dictionaries(st.just("tương_lai"), st.integers() | st.text(max_size=5)),
)


@given(any_settings)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_settings_come_back_as_they_were_saved(tmp_path, chosen):
    save_settings(tmp_path / "settings.json", chosen)
    assert load_settings(tmp_path / "settings.json") == chosen


def test_without_a_file_everything_is_at_its_default(tmp_path):
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_a_newer_version_wrote_is_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "voice": {"speed": 2}}', encoding="utf-8")
    save_settings(path, load_settings(path))
    assert json.loads(path.read_text(encoding="utf-8"))["voice"] == {"speed": 2}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("letter_percent", 99),
        ("letter_percent", 201),
        ("letter_percent", "150"),
        ("theme", "bí mật"),
        ("auto_lock_minutes", -1),
        ("recent_books", "một"),
        ("recent_books", ["x"] * 9),
        ("last_book", None),
        ("lists", {"Đảng viên": {"widths": [-1]}}),
        ("lists", {"Đảng viên": {"sorted_by": 30}}),
    ],
)
def test_a_senseless_value_falls_back_and_is_logged_by_name_only(tmp_path, caplog, name, value):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"unknown": 1, name: value}), encoding="utf-8")
    loaded = load_settings(path)
    assert getattr(loaded, name) == getattr(Settings(), name)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert name in caplog.text
    assert "bí mật" not in caplog.text


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"a": "' + b"x" * 2_000_000],
)
def test_a_damaged_file_means_the_defaults(tmp_path, caplog, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert "defaults used" in caplog.text


def test_a_folder_in_place_of_the_file_means_the_defaults(tmp_path, caplog):
    assert load_settings(tmp_path) == Settings()
    assert "defaults used" in caplog.text


def test_settings_that_cannot_be_kept_are_reported(tmp_path):
    (tmp_path / "config").write_bytes(b"")
    with pytest.raises(FolderReadOnly):
        save_settings(tmp_path / "config" / "settings.json", Settings())


def test_the_last_book_leads_the_recent_ones_once():
    chosen = Settings()
    for number in range(10):
        chosen = with_book(chosen, f"{number}.so")
    chosen = with_book(chosen, "5.so")
    assert chosen.last_book == "5.so"
    assert chosen.recent_books == ("5.so", "9.so", "8.so", "7.so", "6.so", "4.so", "3.so", "2.so")


def test_a_hint_once_seen_is_kept_as_such(tmp_path):
    settings = with_hint_seen(with_hint_seen(Settings(), "home"), "home")
    save_settings(tmp_path / "s.json", settings)
    assert load_settings(tmp_path / "s.json").seen_hints == ("home",)
