import pytest
from hypothesis import given, strategies as st

from qtapp.domain.errors import Invalid
from qtapp.domain.mail import (
    MailProvider,
    MailServer,
    Security,
    account_for,
    checked_address,
    checked_host,
    provider_for,
)
from qtapp.domain.reasons import Reason


def a_provider(name, *domains):
    server = MailServer(host="mail.{domain}", port=993, security=Security.TLS)
    return MailProvider(name=name, domains=domains, smtp=server, imap=server, part_bytes=5)


PROVIDERS = (a_provider("riêng", "mau.vn"), a_provider("chung"))


@pytest.mark.parametrize("text", ["a@mau.vn", " chi-bo.1+x@thon.tinh.gov.vn ", "a'b@mau.vn"])
def test_an_address_is_kept_without_blanks(text):
    assert checked_address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a@b",
        "a b@mau.vn",
        "á@mau.vn",
        "a@mau.vn, b@mau.vn",
        "a@mau.vn\r\nBcc: x@y.z",
        "<a@mau.vn>",
        "a@" + "b" * 300 + ".vn",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Invalid) as caught:
        checked_address(text)
    assert caught.value.reason is Reason.NOT_AN_ADDRESS


@given(st.text(max_size=60))
def test_an_address_that_is_kept_can_stand_in_a_letter_s_head(text):
    try:
        kept = checked_address(text)
    except Invalid:
        return
    assert kept.isascii()
    assert not set(kept) & set(' \t\r\n<>,;:"')


@pytest.mark.parametrize("text", ["mail.mau.vn", " MAIL.mau.VN", "10.0.0.1"])
def test_a_server_s_name_is_kept_in_small_letters(text):
    assert checked_host(text) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "mail mau", "https://mau.vn", "mau.vn:993", "-mau.vn"])
def test_what_is_no_server_s_name_is_refused(text):
    with pytest.raises(Invalid):
        checked_host(text)


@pytest.mark.parametrize(
    ("address", "name"),
    [("a@mau.vn", "riêng"), ("a@xa.mau.vn", "riêng"), ("a@khongmau.vn", "chung")],
)
def test_an_address_finds_its_provider_by_its_domain(address, name):
    assert provider_for(address, PROVIDERS).name == name


def test_a_server_s_name_follows_from_the_domain():
    account = account_for("a@Xa.gov.vn", PROVIDERS[1], "nguoi.dung")
    assert (account.smtp.host, account.imap.host) == ("mail.xa.gov.vn",) * 2
    assert (account.login, account.part_bytes) == ("nguoi.dung", 5)
    assert account_for("a@xa.gov.vn", PROVIDERS[1]).login == "a@xa.gov.vn"
