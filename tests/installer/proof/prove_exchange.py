import json
import os
import subprocess
import sys

import pytest

from tests.installer.proof.conftest import PROOF

PASSPHRASE = "suối mẫu trong xanh"


def linux(*words, **more):
    """Run a command from the source tree on this machine."""
    done = subprocess.run(
        [sys.executable, "-m", "qtapp", *map(str, words), "--json"],
        cwd=PROOF / "source",
        env={**os.environ, "PYTHONPATH": str(PROOF / "source"), **more},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("above_on", [pytest.param("linux", marks=pytest.mark.short), "windows"])
def test_a_commune_and_a_cell_on_different_systems_read_each_other(installed, tmp_path, above_on):
    def windows(*words, **more):
        seen = [
            installed.wine.path(each) if isinstance(each, type(tmp_path)) else each
            for each in words
        ]
        code, said = installed.run(*seen, "--json", **more)
        assert code == 0, said
        return json.loads(said)

    above, below = (linux, windows) if above_on == "linux" else (windows, linux)
    world = {"SOCHIBO_PASSPHRASE": PASSPHRASE}
    committee, cell = tmp_path / "Đảng ủy xã.scb", tmp_path / "Chi bộ.scb"
    letter, stick = tmp_path / "thư mời.cbmoi", tmp_path / "Usb"
    sample = PROOF / "source/resources/sample/danh-sach-dang-vien-mau.xlsx"
    stick.mkdir()
    made = ("book", "create", "--name", "Đảng ủy xã Suối Mẫu", "--kind", "committee")
    above(*made, "--book", committee, **world)
    unit = above("unit", "add", "Chi bộ thôn Nà Mẫu", "--book", committee, **world)
    invited = above("invite", "create", unit["id"], "-o", letter, "--book", committee, **world)
    below("invite", "accept", letter, "--code", invited["code"], "--book", cell, **world)
    below("members", "import", sample, "--yes", "--book", cell, **world)
    below("bundle", "make", "-o", stick, "--book", cell, **world)
    received = above("bundle", "read", stick, "--book", committee, **world)
    assert "merged" in json.dumps(received)
    people = above("unit", "list", "--book", committee, **world)
    assert "Chi bộ thôn Nà Mẫu" in json.dumps(people, ensure_ascii=False)
    down = tmp_path / "Usb về"
    down.mkdir()
    above("bundle", "make", "--down", "-o", down, "--book", committee, **world)
    assert "merged" in json.dumps(below("bundle", "read", down, "--book", cell, **world))
    assert len(below("members", "list", "--book", cell, **world)) == 36
    assert above("book", "verify", "--book", committee, **world) is not None
    # The book itself, too, goes from one system to the other.
    assert len(above("members", "list", "--book", cell, **world)) == 36
