import hashlib
import json
import os
import py_compile
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from payload import Payload, files_in, library_place, pack

from tests.test_rules import ROOT

PYTHON = {
    "python.exe": b"tool",
    "python313.dll": b"dll",
    "python313.zip": b"zip",
    "python313._pth": b"import site",
    "_wmi.pyd": b"wmi",
    "LICENSE.txt": b"PSF",
}


def packed(path, files, inside=""):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(inside + name, content)
    return path


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("PySide6/Qt6Widgets.dll", "lib/PySide6/Qt6Widgets.dll"),
        ("PySide6/Qt6Quick.dll", None),
        ("PySide6/plugins/platforms/qwindows.dll", "lib/PySide6/plugins/platforms/qwindows.dll"),
        ("PySide6/plugins/platforms/qminimal.dll", None),
        ("PySide6/translations/qtbase_de.qm", None),
        ("PySide6/support/__init__.py", "lib/PySide6/support/__init__.py"),
        ("PySide6/designer.exe", None),
        ("cffi/api.py", None),
        ("_cffi_backend.cp313-win_amd64.pyd", "lib/_cffi_backend.cp313-win_amd64.pyd"),
        ("click/core.py", "lib/click/core.py"),
        ("click/core.pyi", None),
        ("keyring/backends/Windows.py", "lib/keyring/backends/Windows.py"),
        ("keyring/backends/macOS/api.py", None),
        ("x.data/purelib/x/a.py", "lib/x/a.py"),
        ("x.data/scripts/x.exe", None),
        ("keyring-25.7.0.dist-info/entry_points.txt", "lib/keyring-25.7.0.dist-info/entry_points.txt"),
        ("click-8.5.1.dist-info/licenses/LICENSE.txt", "licenses/click-8.5.1/LICENSE.txt"),
        ("click-8.5.1.dist-info/RECORD", None),
    ],
)  # fmt: skip
def test_what_is_used_goes_in_and_the_rest_does_not(name, place):
    assert library_place(name) == place


@pytest.mark.parametrize("inside", ["", "cp313/"], ids=["python.org", "folder"])
def test_python_goes_in_without_its_tools_and_looks_for_modules_nowhere_else(tmp_path, inside):
    path = packed(tmp_path / "python.zip", PYTHON, inside)
    made = Payload(tmp_path / "payload")
    made.add_python(path, hashlib.sha256(path.read_bytes()).hexdigest())
    runtime = tmp_path / "payload/runtime"
    assert {each.name for each in runtime.iterdir()} == {
        "python313.dll",
        "python313.zip",
        "python313._pth",
        "LICENSE.txt",
    }
    assert "import site" not in (runtime / "python313._pth").read_text(encoding="utf-8")


def test_another_python_than_the_one_meant_stops_the_build(tmp_path):
    path = packed(tmp_path / "python.zip", PYTHON)
    with pytest.raises(SystemExit, match="SHA-256"):
        Payload(tmp_path / "payload").add_python(path, "0" * 64)


def test_the_manifest_lists_every_file_and_every_time_is_the_same(tmp_path):
    made = Payload(tmp_path / "payload")
    made.add_file("app/a.py", b"a")
    made.add_file("lib/ă.py", b"b")
    made.finish("1.2.3", 1_700_000_000)
    root = tmp_path / "payload"
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == "1.2.3"
    assert manifest["files"]["app/a.py"] == [1, hashlib.sha256(b"a").hexdigest()]
    assert set(manifest["files"]) == {"app/a.py", "lib/ă.py"}
    assert {int(each.stat().st_mtime) for each in [root, *root.rglob("*")]} == {1_700_000_000}


def test_the_order_of_files_does_not_follow_the_disk(tmp_path):
    for name in ("b.py", "a.dll", "c.py", "a.py"):
        (tmp_path / name).write_bytes(b"")
    assert [each.name for each in files_in(tmp_path)] == ["a.dll", "a.py", "b.py", "c.py"]


def test_the_app_goes_in_with_everything_it_looks_for_at_run_time(tmp_path):
    made = Payload(tmp_path / "payload")
    made.add_app(ROOT)
    app = tmp_path / "payload/app"
    assert (app / "qtapp/__main__.py").exists()
    for name in ("icons/app.svg", "guide/start.md", "release-keys.txt", "rules/hd05-2026.toml"):
        assert (app / "resources" / name).exists()
    assert list(app.rglob("__pycache__")) == []
    inside = {each.suffix for each in (app / "qtapp").rglob("*") if each.is_file()}
    assert inside == {".py"}, (
        "an archive gives modules alone: what else is read belongs to the resources"
    )


def test_a_packed_package_is_imported_from_its_byte_code(tmp_path):
    folder, tag = tmp_path / "app/parcel", "cpython-313"
    for name in ("__init__", "inner/__init__", "inner/a"):
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def where():\n    return __file__\n", encoding="utf-8")
        compiled = path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc"
        hashed = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(path), str(compiled), invalidation_mode=hashed)
    pack(folder)
    assert not folder.exists()
    ask = "import sys; sys.path[:0] = sys.argv[1:]; import parcel.inner.a as a; print(a.where())"
    words = [sys.executable, "-I", "-c", ask, str(tmp_path / "app/parcel.zip")]
    done = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")
    assert Path(done.stdout.strip()) == tmp_path / "app/parcel.zip/parcel/inner/a.pyc"


def test_two_archives_of_one_package_are_the_same_bytes(tmp_path):
    for name, moment in (("first", 1), ("second", 1_700_000_000)):
        path = tmp_path / name / "parcel/a.py"
        for each in (path, path.parent / "__pycache__/a.cpython-313.pyc"):
            each.parent.mkdir(parents=True, exist_ok=True)
            each.write_bytes(b"a = 1\n")
            os.utime(each, (moment, moment))
        pack(path.parent)
    first, second = (tmp_path / name / "parcel.zip" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
