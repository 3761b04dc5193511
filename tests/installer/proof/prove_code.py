"""The project's own tests on the Python of the Windows copy, in a Windows with Vietnam's code page.

Without Python's UTF-8 mode: where a file's encoding is not named, Vietnamese letters would be lost.
"""

import re
import shutil
import zipfile

import pytest
import wheels

from tests.installer.proof.conftest import PROOF

SOURCE = PROOF / "source"
NOT_FOR_WINDOWS = {"import-linter", "mypy", "pip", "ruff"}
CORE = ("tests/domain", "tests/store", "tests/bundle")
EDGE = (
    "tests/carriers",
    "tests/wording",
    "tests/test_paths.py",
    "tests/test_vault.py",
    "tests/test_logs.py",
    "tests/test_settings.py",
    "tests/test_selftest.py",
)
JOURNEY = "tests/journeys/test_window.py"
"""The others name files in Qt's own chooser by keys and clicks; here it is the system's."""
NOT_IN_WINE = ("write_protected", "cannot_be_written")
"""By words in their names: Wine's icacls says yes and protects nothing."""
VIETNAM = {"LC_ALL": "vi_VN.UTF-8"}
RUN = """
import os, sys
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding="utf-8", errors="backslashreplace")
os.chdir(sys.argv[1])
import pytest
sys.exit(pytest.main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def python(wine, tmp_path_factory):
    """Python as the copy has it, with every library whole and those of the tests."""
    folder = tmp_path_factory.mktemp("python")
    runtime, libraries = folder / "runtime", folder / "lib"
    shutil.copytree(PROOF / "new/work/python", runtime, ignore=shutil.ignore_patterns("_wmi.pyd"))
    wanted = wheels.pins(SOURCE / "requirements-dev.lock")
    wanted = [pin for pin in wanted if pin.name not in NOT_FOR_WINDOWS]
    for wheel in wheels.download(wanted, PROOF.parent / "wheels"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(libraries)
    path = ["python313.zip", ".", wine.path(libraries), wine.path(SOURCE)]
    (runtime / "python313._pth").write_text("\n".join(path) + "\n", encoding="utf-8")
    yield runtime / "python.exe"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    ("name", "places", "fewest"),
    [
        pytest.param("core", CORE, 500, marks=pytest.mark.short),
        ("edge", EDGE, 100),
    ],
    ids=["core", "edge"],
)
def test_the_project_passes_its_own_tests_on_windows(wine, python, name, places, fewest):
    left_out = " or ".join(NOT_IN_WINE)
    words = ("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-k", f"not ({left_out})")
    more = {**VIETNAM, "WINEQT_QPA_PLATFORM": "offscreen"}
    more["HYPOTHESIS_STORAGE_DIRECTORY"] = wine.path(python.parent / "examples")
    script = ("-B", "-c", RUN, wine.path(SOURCE))
    code, said = wine.run(python, *script, *words, *places, seconds=900, more=more)
    (PROOF / f"{name}-on-windows.txt").write_text(said, encoding="utf-8")
    assert code == 0, said[-4000:]
    passed = re.search(r"(\d+) passed", said)
    assert passed is not None
    assert int(passed[1]) > fewest


@pytest.mark.short
def test_a_wave_goes_through_the_real_window_by_keyboard(wine, python):
    quiet = ("-o", "qt_log_level_fail=NO")  # Wine lacks calls about displays, and Qt says so
    words = ("-q", "-p", "no:randomly", "-p", "no:cacheprovider", *quiet, JOURNEY)
    script = ("-X", "utf8", "-B", "-c", RUN, wine.path(SOURCE))
    code, said = wine.run(python, *script, *words, seconds=600, more=VIETNAM)
    (PROOF / "wave-on-windows.txt").write_text(said, encoding="utf-8")
    assert code == 0, said[-4000:]
    assert " passed" in said


@pytest.mark.short
def test_the_code_page_of_those_tests_has_not_all_of_our_letters(wine, python):
    asked = "import locale; print(locale.getencoding())"
    assert wine.run(python, "-c", asked, more=VIETNAM) == (0, "cp1258\n")
