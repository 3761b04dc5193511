import pytest

from qtapp.domain.errors import BundleTooLarge, BundleUntrusted, InvitationUsed
from qtapp.wording.failures import sentence


def test_the_main_reasons_not_to_trust_a_bundle_are_told_apart():
    whys = ("signature", "recipients", "revoked", "epoch", "foreign root", "invitation", "path")
    said = {sentence(BundleUntrusted(why)) for why in whys} | {sentence(InvitationUsed())}
    assert len(said) == len(whys) + 1


@pytest.mark.parametrize("why", ["chain", "issuer", "unit", "serial twice"])
def test_every_claim_beyond_ones_rights_is_told_as_that(why):
    assert "không có quyền" in sentence(BundleUntrusted(why))[0]


def test_the_main_limits_are_told_apart():
    limits = ("waiting", "part", "parts", "bundle", "blob", "recipients", "lam", "ratio", "rows")
    assert len({sentence(BundleTooLarge(limit)) for limit in (*limits, "header")}) == 10


def test_what_nobody_has_a_word_for_is_told_as_too_large():
    assert sentence(BundleTooLarge("depth")) == sentence(BundleTooLarge("header"))
