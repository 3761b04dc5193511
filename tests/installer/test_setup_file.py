import re
import struct

import icon
import pytest
import setup_file

from tests.test_rules import ROOT

SCRIPT = (ROOT / "installer.nsi").read_text(encoding="utf-8")
LAUNCHER = (ROOT / "packaging/launcher/launcher.c").read_text(encoding="utf-8")


def test_the_list_of_files_names_each_once_with_its_folder(tmp_path):
    for name in ("a/b.txt", "a/c$d.txt", "e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 2000)
    listed = setup_file.file_list(tmp_path)
    assert listed.count("SetOutPath") == 2
    assert 'SetOutPath "${TO}\\a"' in listed
    assert 'File "${PAYLOAD}/a/c$$d.txt"' in listed
    assert "!define PAYLOAD_KB 6" in listed


def a_stub(**changed):
    """Return the part of a stub of NSIS that holds its words, each ended with a zero."""
    said = {**{each: each + " " * 120 for each in setup_file._FIRST_WORDS}, **changed}
    return b"MZ\0\0" + b"".join(each.encode("utf-16le") + b"\0\0" for each in said.values())


def test_a_stub_speaks_vietnamese_before_it_reads_its_script_and_keeps_its_length():
    stub = a_stub()
    said = setup_file.in_vietnamese(stub)
    assert len(said) == len(stub)
    assert "Bộ cài này bị hỏng".encode("utf-16le") in said
    assert "đang kiểm tra: %d%%".encode("utf-16le") in said
    assert not any(each.encode("utf-16le") in said for each in setup_file._FIRST_WORDS)


@pytest.mark.parametrize("said", ["another sentence", "NSIS Error"[:-1]], ids=["other", "shorter"])
def test_an_nsis_with_other_words_stops_the_build(said):
    with pytest.raises(SystemExit, match="NSIS"):
        setup_file.in_vietnamese(a_stub(**{"NSIS Error": said}))


def test_words_that_are_too_long_stop_the_build():
    with pytest.raises(SystemExit, match="no room"):
        setup_file.in_vietnamese(
            a_stub(**{"Error writing temporary file.": "Error writing temporary file."})
        )


def test_script_launcher_and_app_agree_on_the_names_they_share():
    assert '!define MUTEX "Local\\SoChiBo.Running"' in SCRIPT
    source = (ROOT / "packaging/setup_file.py").read_text(encoding="utf-8")
    for name in ("SoChiBo.Running", "SoChiBo.App"):
        assert name in source
        assert name in SCRIPT
    for file in ("current.txt", "portable.txt"):
        assert file in SCRIPT
        assert file in LAUNCHER


def test_every_exit_code_of_the_script_is_described_at_its_head():
    head = SCRIPT[: SCRIPT.index("!ifdef")]
    used = set(re.findall(r"!insertmacro Refuse (\d+)|SetErrorLevel (\d+)", SCRIPT))
    codes = {first or second for first, second in used}
    assert {code for code in codes if not re.search(rf"\b{code}\b", head)} == set()
    assert codes == {"10", "11", "12", "13", "14", "15"}


def test_nothing_but_what_setup_has_put_there_is_deleted():
    deleted = set(re.findall(r"(?:RMDir /r|Delete|RMDir) \"([^\"]+)\"", SCRIPT))
    assert all(each.startswith(("$INSTDIR", "$SMPROGRAMS")) for each in deleted)
    whole = set(re.findall(r"RMDir /r \"([^\"]+)\"", SCRIPT))
    assert whole == {
        "$INSTDIR\\$Free",
        "$INSTDIR\\$Here",
        "$INSTDIR\\${APP}.a",
        "$INSTDIR\\${APP}.b",
    }


def test_the_launcher_and_setup_need_no_rights():
    manifest = (ROOT / "packaging/launcher/launcher.manifest").read_text(encoding="utf-8")
    assert 'level="asInvoker"' in manifest
    assert "PerMonitorV2" in manifest
    assert "longPathAware" in manifest
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT


@pytest.mark.parametrize(
    "drawing", ["resources/icons/app.svg", "packaging/launcher/file.svg"], ids=["app", "file"]
)
def test_an_icon_has_every_size_and_the_same_bytes_again(qapp, drawing):
    made = icon.draw(ROOT / drawing)
    assert made == icon.draw(ROOT / drawing)
    _, kind, count = struct.unpack_from("<HHH", made)
    assert (kind, count) == (1, len(icon.SIZES))
    for place in range(count):
        side, _, _, _, _, bits, size, offset = struct.unpack_from("<BBBBHHII", made, 6 + 16 * place)
        assert side == icon.SIZES[place] % 256
        assert bits == 32
        assert offset + size <= len(made)
