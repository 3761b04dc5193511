import subprocess
import sys

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.targets import MADE, made

SECONDS = 6
"""Of each target: two minutes of all of them in every run of the tests."""


@pytest.mark.parametrize("name", MADE)
def test_what_was_found_once_is_refused_or_read(name, caplog):  # senseless settings are logged
    target = made(name)
    files = sorted((CORPUS / name).glob("*"))
    assert files
    for path in files:
        target(path.read_bytes())


@pytest.mark.parametrize("name", MADE)
def test_nothing_but_a_refusal_comes_of_foreign_bytes(name, tmp_path):
    command = [sys.executable, "-m", "tests.fuzz", "one", name, str(SECONDS)]
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-4000:]
