import io
import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import qtapp
from qtapp.cli.commands import exit_code, root, run
from qtapp.cli.terminal import Terminal
from qtapp.domain import errors as e
from tests.make import an_environment

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def commands(group=root, path=()):
    for name in group.list_commands(None):
        found = group.get_command(None, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield (*path, name)


def families(kind=e.AppError):
    for each in kind.__subclasses__():
        yield each
        yield from families(each)


def test_the_version_is_that_of_the_package(cli):
    assert cli("--version").out.strip() == qtapp.__version__


def test_the_help_page_says_how_the_window_is_opened(cli):
    assert "sochibo [--data-dir THƯ_MỤC | --portable] [TỆP]" in cli("--help").out


def test_without_a_verb_the_help_page_is_shown_as_a_usage_mistake(cli):
    for arguments in ((), ("book",), ("book", "--json")):
        ran = cli(*arguments)
        assert ran.code == 2
        assert "Cách dùng:" in ran.err


@pytest.mark.parametrize("path", sorted(commands()), ids=" ".join)
def test_every_verb_explains_itself_in_vietnamese_without_a_book(cli, path):
    ran = cli(*path, "--help")
    assert ran.code == 0
    for english in ("Usage", "Options", "Commands", "Show this message", "OPTIONS", "required"):
        assert english not in ran.out
    assert re.search("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", ran.out)


@pytest.mark.parametrize("path", sorted(commands()), ids=" ".join)
def test_every_verb_is_documented(path):
    documented = DOCUMENT.read_text(encoding="utf-8")
    is_paper = path[0] == "paper" and "`paper KIND" in documented
    assert f"`{' '.join(path)}" in documented or is_paper


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nhầm"], "Không có lệnh “nhầm”"),
        (["book", "nhầm"], "Không có lệnh “nhầm”"),
        (["book", "info", "--nhầm"], "Không có tùy chọn --nhầm"),
        (["book", "info", "thừa"], "Thừa “thừa”"),
        (["book", "info", "--book"], "Tùy chọn --book"),
        (["book", "create"], "Thiếu tùy chọn --name"),
        (["attendance", "show"], "Thiếu BUỔI"),
        (["book", "create", "--name", "x", "--kind", "y"], "tùy chọn --kind: không có “y”"),
        (["attendance", "mark", "a", "b", "present", "--made-up-on", "z"], "không phải là ngày"),
        (["report", "wave", "x", "-o", "y.doc"], ".pdf, .xlsx hoặc .json"),
        (["print", "signin", "x", "-o", "y.pdf", "--spare-rows", "z"], "--spare-rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "_".join(value)[:20],
)
def test_usage_mistakes_are_said_in_vietnamese(cli, arguments, said):
    ran = cli(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "--help” để xem cách dùng" in ran.err
    assert ran.out == ""
    for english in ("Missing", "Invalid", "Error", "such", "unexpected", "valid"):
        assert english not in ran.err


def test_every_failure_has_an_exit_code_of_its_family():
    codes = {kind: exit_code(kind.__new__(kind)) for kind in families()}
    assert codes[e.WrongPassphrase] == codes[e.VaultLocked] == 3
    assert codes[e.StoreDamaged] == codes[e.StoreMissing] == 4
    assert codes[e.HeaderNotFound] == codes[e.LinesRejected] == 5
    assert codes[e.BundleNotOurs] == codes[e.InvitationUsed] == codes[e.NotJoined] == 6
    assert codes[e.MissingGlyphs] == 7
    assert codes[e.NotFound] == codes[e.Invalid] == codes[e.SecretRefused] == 1
    assert codes[e.Cancelled] == 130
    assert set(codes.values()) == {1, 3, 4, 5, 6, 7, 8, 9, 130}


def test_every_exit_code_is_documented():
    table = re.findall(r"^\| (\d+) \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [int(code) for code in table] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130]


def test_a_failure_is_said_to_people_and_to_machines(cli, tmp_path):
    missing = tmp_path / "không có.scb"
    ran = cli("book", "info", "--book", missing)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"Không thấy tệp sổ tại {missing}")
    failure = cli("book", "info", "--book", missing, "--json").failure
    assert (failure["error"], failure["code"]) == ("StoreMissing", 4)
    assert failure["facts"] == {"path": str(missing)}
    assert failure["what"]
    assert failure["todo"]


def test_a_usage_mistake_is_json_too_when_asked(cli):
    failure = cli("--json", "book", "info").failure
    assert (failure["error"], failure["code"]) == ("UsageError", 2)


@pytest.mark.parametrize("place", range(3))
def test_options_for_all_verbs_stand_anywhere(cli, cell, place):
    del cli.variables["SOCHIBO_BOOK"]
    words = ["members", "list"]
    words[place:place] = ["--book", cell.path, "--json"]
    assert len(cli(*words).data) == 6


def test_stopping_by_the_keyboard_leaves_the_book_as_before(cli, cell, tmp_path, monkeypatch):
    path = tmp_path / "ds.csv"
    path.write_text("STT,Họ và tên,Số thẻ Đảng\n1,Mã Thị Sen,1\n", encoding="utf-8")

    def watched():
        def stop(done, total):
            raise KeyboardInterrupt

        return stop

    monkeypatch.setattr(Terminal, "report", lambda self: watched())
    ran = cli("members", "import", path, "--yes")
    assert ran.code == 130
    assert "Đã dừng theo ý đồng chí" in ran.err
    assert len(cell.members.all()) == 6


def test_output_is_utf8_on_a_console_of_another_code_page(monkeypatch):
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding="cp1258", errors="strict", write_through=True)
    monkeypatch.setattr(sys, "stdout", console)
    assert run(["records", "list"], an_environment, {}, lambda *_: "") == 0
    assert "Đảng viên" in raw.getvalue().decode("utf-8")


def test_the_process_itself_ends_with_the_code(tmp_path):
    ran = subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-m", "qtapp", "book", "info", "--book", tmp_path / "x.scb", "--json"],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 4
    assert json.loads(ran.stderr)["error"] == "StoreMissing"


def test_help_pages_load_no_heavy_library():
    code = (
        "import sys; from qtapp.__main__ import main; main(['--help']);"
        "bad = {'PySide6', 'reportlab', 'openpyxl', 'python_calamine', 'keyring', 'sqlite_utils',"
        " 'pypdfium2'} & set(sys.modules); sys.exit(str(bad) if bad else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr
