import pytest

from qtapp.services.book import accept_invitation
from tests.make import PASSPHRASE, an_environment


def test_one_more_laptop_is_invited_listed_and_revoked(cli, cell, tmp_path):
    made = cli.done("laptop", "add", "-o", tmp_path)
    book, _ = accept_invitation(
        tmp_path / made["path"],
        made["code"],
        tmp_path / "hai.scb",
        PASSPHRASE,
        an_environment("Máy hai"),
    )
    path = book.exchange.make_peer(tmp_path / "ngang")
    book.close()
    (end,) = cli.done("bundle", "read", path)
    assert end["state"] == "merged"
    listed = cli.done("laptop", "list")
    assert {each["label"] for each in listed} == {"Máy thử", "Máy hai"}
    assert "Máy thử (máy này)" in cli("laptop", "list").out
    second = next(each for each in listed if each["label"] == "Máy hai")
    cli.done("bundle", "make", "--peer", "-o", tmp_path / "ra")
    cli.done("laptop", "revoke", second["serial"][:8])
    assert "Máy hai (đã thu hồi)" in cli("laptop", "list").out
    assert cli("bundle", "make", "--peer", "-o", tmp_path / "ra").code == 6


def test_the_laptops_of_a_unit_below_are_named_with_it(cli, committee, tmp_path):
    unit = cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", tmp_path / "thư.cbmoi")["unit"]
    (letter,) = cli.done("laptop", "list", "Chi bộ thôn Nà Mẫu")
    assert letter["is_letter"]
    assert "thư mời chưa dùng" in cli("laptop", "list", unit).out
    cli.done("laptop", "revoke", letter["serial"], "--unit", unit)
    assert cli.done("laptop", "list", unit) == []


@pytest.mark.parametrize("serial", ["ffff", ""])
def test_a_laptop_that_is_not_there_is_not_found(cli, cell, serial):
    assert cli("laptop", "revoke", serial).code == 1
