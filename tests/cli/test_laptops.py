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


def test_this_laptop_does_not_revoke_itself(cli, cell, tmp_path):
    cli.done("laptop", "add", "-o", tmp_path)
    (this,) = (each for each in cli.done("laptop", "list") if each["is_this"])
    ran = cli("laptop", "revoke", this["serial"])
    assert ran.code == 1
    assert "chính máy đang dùng" in ran.err
    assert not any(each["revoked"] for each in cli.done("laptop", "list"))


def test_a_laptop_that_was_revoked_elsewhere_is_told_that_nobody_takes_its_bundles(
    cli, cell, tmp_path
):
    made = cli.done("laptop", "add", "-o", tmp_path)
    second, _ = accept_invitation(
        tmp_path / made["path"],
        made["code"],
        tmp_path / "hai.scb",
        PASSPHRASE,
        an_environment("Máy hai"),
    )
    cli.done("bundle", "read", second.exchange.make_peer(tmp_path / "ngang"))
    (this,) = (each for each in cli.done("laptop", "list") if each["is_this"])
    make = ("bundle", "make", "--peer", "-o", tmp_path / "ra")
    assert cli.done(*make)["revoked"] is False
    second.close()
    # As the committee's bundle brings it.
    cell.exchange._devices.revoke(cell.units.own().id, [this["serial"]])
    assert cli.done(*make)["revoked"] is True
    assert "không nơi nào nhận" in cli(*make).err
