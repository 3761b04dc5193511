import ast
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import dev
import qtapp

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "qtapp").rglob("*.py"))
MIRRORED = ("domain", "bundle", "store", "carriers", "services", "papers", "workbooks", "cli")
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "manager"}
BINARY = {".ttf", ".png", ".ico", ".xlsx", ".xls", ".db", ".pdf", ".scb", ".bin", ".age", ".cbdl"}
ADDRESS = re.compile(
    r"--(extra-)?index-url|--find-links|//[^\s/]*/(simple|packages)/|"
    r"\bpypi\.[a-z]|pythonhosted|registry\.[a-z]+js|"
    r"""(^|[\s"'(=])/(root|work|home/\w+)/"""
)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> list[Path]:
    """Return every text file that git tracks: what somebody left lying about is not ours."""
    command = ["git", "ls-files", "-z", "--cached"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")  # noqa: S603 - fixed words
    files = (ROOT / name for name in done.stdout.split("\0") if name)
    return sorted(path for path in files if path.is_file() and path.suffix not in BINARY)


def test_the_import_contracts_hold():
    # In a process of its own: it silences every logger it finds.
    command = [sys.executable, *dev.LINT[-1]]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")  # noqa: S603 - fixed words
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_package_index_or_one_machine():
    found = [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in texts()
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ADDRESS.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://example.org",
        "https://example.org/" + "simple/reportlab",
        "see pypi" + ".org",
        'open("/ro' + 'ot/x")',
    ],
    ids=["option", "simple", "name", "machine"],
)
def test_an_address_would_be_seen(line):
    assert ADDRESS.search(line)


def test_every_text_is_utf8_with_composed_letters_and_unix_line_ends():
    found = []
    for path in texts():
        content = path.read_bytes()
        if b"\r\n" in content and path.suffix in {".py", ".md", ".toml"}:
            found.append(f"{shown(path)}: line ends")
        if not unicodedata.is_normalized("NFC", content.decode("utf-8")) and path.suffix != ".csv":
            found.append(f"{shown(path)}: decomposed letters")
    assert found == []


def test_every_module_and_package_says_what_it_is():
    found = [shown(path) for path in MODULES if not ast.get_docstring(_tree(path))]
    assert found == []
    folders = {path.parent for path in MODULES}
    assert [shown(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_a_package_file_holds_its_docstring_only():
    packages = [path for path in MODULES if path.name == "__init__.py"]
    found = [shown(path) for path in packages if len(_tree(path).body) > 1]
    assert found == ["qtapp/__init__.py"]
    assert [type(each) for each in _tree(ROOT / found[0]).body[1:]] == [ast.Assign]


def test_no_module_has_a_name_that_says_nothing():
    assert [
        shown(path) for path in MODULES if path.stem in VAGUE or path.parent.name in VAGUE
    ] == []


def test_no_module_is_longer_than_one_idea():
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_module_has_its_tests():
    found = []
    for path in MODULES:
        inside = path.relative_to(ROOT / "qtapp")
        if path.name in {"__init__.py", "__main__.py", "app.py"}:  # the journeys' subject
            continue
        if len(inside.parts) > 1 and inside.parts[0] not in MIRRORED:
            continue
        if not (ROOT / "tests" / inside.parent / f"test_{inside.name}").exists():
            found.append(shown(path))
    assert found == []


def test_the_changelog_begins_with_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+)", changelog, flags=re.MULTILINE)
    assert versions[0] == qtapp.__version__
    for heading in ("### Mới", "### Sửa lỗi", "### Cần biết khi nâng cấp"):
        assert changelog.count(heading) == len(versions)


def test_both_lists_pin_the_same_versions():
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.rstrip(" \\") for line in lines if "==" in line and line[0] not in " #"}

    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    names = {pin.split("==")[0] for pin in runtime}
    assert len(names) > 20
    assert {pin.partition(" ;")[0] for pin in runtime} <= {
        pin.partition(" ;")[0] for pin in development
    }


def test_every_resource_named_in_the_code_is_there():
    named = {
        call.args[0].value
        for path in MODULES
        for call in ast.walk(_tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name | ast.Attribute)
        and (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) == "resource"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    homes = (ROOT / "resources", ROOT / "docs")
    lost = [name for name in named if not any((home / name).exists() for home in homes)]
    assert sorted(lost) == []


def test_no_resource_is_left_that_nobody_names():
    words = "\n".join(
        each.value
        for path in MODULES
        for each in ast.walk(_tree(path))
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    words += "\n".join(path.read_text(encoding="utf-8") for path in files if path.suffix == ".qss")
    licences = ("licen", "ofl", "readme", "authors")
    orphans = [
        shown(path)
        for path in files
        if not re.search(rf"(?<![\w-]){re.escape(path.stem)}(?![\w-])", words)
        and not path.name.lower().startswith(licences)
    ]
    assert orphans == []


def test_the_readme_opens_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (.+)$", readme, flags=re.MULTILINE)
    assert commands[:2] == ["python dev.py run", "python dev.py test"]


def test_no_link_between_documents_is_broken():
    found = [
        f"{shown(path)}: {target}"
        for path in texts()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert found == []


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_only_files_of_the_apps_own_are_replaced_without_being_asked_for_their_place():
    own = re.compile(r"import .*\breplace_files?\b")
    found = {shown(path) for path in MODULES if own.search(path.read_text(encoding="utf-8"))}
    assert found == {
        "qtapp/papers/sheet_file.py",  # asks itself
        "qtapp/services/inbox.py",
        "qtapp/services/mail_letters.py",
        "qtapp/services/paper_reading.py",
        "qtapp/services/updating.py",
        "qtapp/settings.py",
        "qtapp/store/files.py",
        "qtapp/store/keys.py",
    }
