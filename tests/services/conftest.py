import pytest

from tests.make import DictVault, a_cell_book, a_committee_book, an_environment


@pytest.fixture
def keyring():
    return DictVault()


@pytest.fixture
def world(keyring):
    return an_environment(vault=keyring)


@pytest.fixture
def cell(tmp_path, world):
    book = a_cell_book(tmp_path, environment=world, members=6)
    yield book
    book.close()


@pytest.fixture
def committee(tmp_path):
    cells = ("Chi bộ thôn Nà Mẫu", "Chi bộ thôn Khuổi Mẫu")
    book = a_committee_book(tmp_path, cells=cells)
    yield book
    book.close()
