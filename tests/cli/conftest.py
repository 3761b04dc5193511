import json
from typing import Any, NamedTuple

import pytest

from qtapp.cli.commands import run
from tests.make import PASSPHRASE, DictVault, a_cell_book, a_committee_book, an_environment


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def failure(self) -> Any:
        return json.loads(self.err)


class CommandLine:
    """Runs commands as a script does: nobody at the keyboard, words in variables."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.variables = {"SOCHIBO_PASSPHRASE": PASSPHRASE}
        self.vault = DictVault()
        self.setups: Any = None

    def __call__(self, *arguments: object) -> Ran:
        self._capsys.readouterr()
        code = run(
            [str(each) for each in arguments],
            lambda device="Máy thử": an_environment(device, setups=self.setups, vault=self.vault),
            self.variables,
            lambda _book, _folder: "drawn",
        )
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)

    def done(self, *arguments: object) -> Any:
        """Run a command with --json that must succeed, and return what it says."""
        ran = self(*arguments, "--json")
        assert ran.code == 0, ran.err
        return ran.data


@pytest.fixture
def cli(capsys):
    return CommandLine(capsys)


@pytest.fixture
def cell(tmp_path, cli):
    """A cell's book with six members, closed; it is the one the commands use."""
    book = a_cell_book(tmp_path, members=6)
    yield from _in_use(book, cli)


@pytest.fixture
def committee(tmp_path, cli):
    """A committee's book with two cells, closed; it is the one the commands use."""
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Nà Mẫu", "Chi bộ thôn Khuổi Mẫu"))
    yield from _in_use(book, cli)


def _in_use(book, cli):
    cli.variables["SOCHIBO_BOOK"] = str(book.path)
    yield book
    book.close()
