from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import keys, limits
from qtapp.bundle.certificates import (
    Subject,
    Trust,
    check_root,
    decode,
    issue,
    issue_root,
    transmitted,
    verify,
)
from qtapp.domain.errors import BundleDamaged, BundleError, BundleTooLarge, BundleUntrusted

SEED = bytes(range(32))


def a_subject(party, name, *, path=("commune", "cell"), **changes):
    return Subject(
        serial=party.id(name),
        path=tuple(party.id(each) for each in path),
        public=keys.public_key(SEED),
        **changes,
    )


def forged(certificate, **changes):
    """The certificate with other facts beside its bytes: what a careless reader would believe."""
    return replace(certificate, **changes)


def refused(chain, trust):
    with pytest.raises(BundleUntrusted) as caught:
        verify(chain, trust)
    return caught.value.why


def test_a_chain_from_root_to_device_is_trusted(party):
    assert verify(party.chain, party.trust) == party.chain


def test_a_chain_may_leave_out_the_root_its_reader_holds(party):
    short = transmitted(party.chain)
    assert short == party.chain[1:]
    assert verify(short, party.trust) == party.chain


def test_a_root_that_signs_itself_travels_alone(party):
    assert transmitted(party.chain[:1]) == (party.root,)
    assert verify((party.root,), party.trust) == (party.root,)


def test_certificates_come_back_from_their_bytes(party):
    for each in party.chain:
        assert decode(each.raw) == each


def test_certificates_say_what_was_certified(party):
    assert party.root.root
    assert party.root.may_issue
    assert party.device.unit == party.id("cell")
    assert party.device.issuer == party.enrolment.serial
    assert party.device.recipient == party.cell.recipient
    assert not party.device.may_issue
    assert party.enrolment.recipient == party.enrolment_keys.recipient


def test_nothing_is_no_chain(party):
    assert refused((), party.trust) == "chain"


def test_a_foreign_root_is_refused(party):
    other = issue_root(a_subject(party, "root", path=("commune",)), SEED)
    assert refused((other, *party.chain[1:]), party.trust) == "foreign root"
    assert refused(party.chain, Trust(roots=(other,))) == "foreign root"
    assert refused(party.chain[2:], party.trust) == "foreign root"
    assert refused(party.chain, Trust(roots=())) == "foreign root"


def test_a_certificate_of_another_issuer_with_the_roots_serial_is_refused(party):
    impostor = issue_root(a_subject(party, "root", path=("commune",)), SEED)
    child = issue(a_subject(party, "child"), impostor, SEED)
    assert refused((child,), party.trust) == "certificate signature"


def test_a_link_that_was_issued_by_somebody_else_is_refused(party):
    assert refused((party.root, party.device), party.trust) == "issuer"


@pytest.mark.parametrize("name", ["root", "enrolment", "device"])
def test_a_revoked_serial_anywhere_in_the_chain_is_refused(party, name):
    revoked = frozenset({(party.device.unit, party.id(name))})
    assert refused(party.chain, replace(party.trust, revoked=revoked)) == "revoked"


@pytest.mark.parametrize("name", ["root", "enrolment"])
def test_a_device_that_was_met_outlives_the_key_that_admitted_it(party, name):
    unit = party.device.unit
    met = replace(
        party.trust,
        revoked=frozenset({(unit, party.id(name))}),
        known=frozenset({(unit, party.device.serial)}),
    )
    assert verify(party.chain, met)
    elsewhere = replace(met, known=frozenset({(party.id("other"), party.device.serial)}))
    assert refused(party.chain, elsewhere) == "revoked"


def test_a_unit_cannot_revoke_for_another(party):
    revoked = frozenset({(party.id("other"), party.device.serial)})
    assert verify(party.chain, replace(party.trust, revoked=revoked))


def test_a_new_epoch_sweeps_away_older_certificates(party):
    later = replace(party.trust, min_epoch=1)
    assert refused(party.chain, later) == "epoch"
    enrolment = issue(
        a_subject(party, "enrolment", may_issue=True, epoch=1),
        party.root,
        party.committee.signing_seed,
    )
    device = issue(a_subject(party, "device", epoch=1), enrolment, SEED)
    assert verify((enrolment, device), later)


def test_a_device_cannot_certify_others(party):
    with pytest.raises(BundleUntrusted) as caught:
        issue(a_subject(party, "more"), party.device, party.cell.signing_seed)
    assert caught.value.why == "may not issue"
    eager = issue(
        a_subject(party, "more"),
        forged(party.device, may_issue=True),
        party.cell.signing_seed,
    )
    assert refused((*party.chain, eager), party.trust) == "may not issue"


@pytest.mark.parametrize("path", [("commune",), ("commune", "other"), ("elsewhere", "cell")])
def test_nobody_certifies_a_unit_outside_their_own(party, path):
    with pytest.raises(BundleUntrusted) as caught:
        issue(a_subject(party, "x", path=path), party.enrolment, party.enrolment_keys.signing_seed)
    assert caught.value.why == "path"
    greedy = issue(
        a_subject(party, "x", path=path),
        forged(party.enrolment, path=(party.id(path[0]),)),
        party.enrolment_keys.signing_seed,
    )
    assert refused((party.root, party.enrolment, greedy), party.trust) == "path"


def test_a_second_root_inside_the_chain_is_refused(party):
    assert refused((party.root, party.root), party.trust) == "chain"


def test_a_serial_used_twice_is_refused(party):
    twin = issue(a_subject(party, "enrolment"), party.enrolment, party.enrolment_keys.signing_seed)
    assert refused((party.root, party.enrolment, twin), party.trust) == "serial twice"


def test_a_chain_beyond_the_limit_is_refused(party):
    chain = [party.root]
    seed = party.committee.signing_seed
    for number in range(limits.CHAIN):
        chain.append(
            issue(a_subject(party, f"link {number}", may_issue=True), chain[-1], seed),
        )
        seed = SEED
    assert verify(chain[:-1], party.trust)
    assert refused(chain, party.trust) == "chain length"


def test_a_root_must_have_signed_itself(party):
    check_root(party.root)
    with pytest.raises(BundleUntrusted):
        check_root(party.device)
    broken = decode(party.root.raw[:-1] + bytes([party.root.raw[-1] ^ 1]))
    with pytest.raises(BundleUntrusted) as caught:
        check_root(broken)
    assert caught.value.why == "certificate signature"


def decode_and_verify(party, index, raw):
    chain = list(party.chain)
    chain[index] = decode(raw)
    return verify(chain, party.trust)


def test_every_flipped_bit_of_a_chain_is_refused(party):
    for index, certificate in enumerate(party.chain):
        for position in range(len(certificate.raw)):
            raw = bytearray(certificate.raw)
            raw[position] ^= 1 << position % 8
            with pytest.raises((BundleUntrusted, BundleDamaged)):
                decode_and_verify(party, index, bytes(raw))


def test_every_truncation_of_a_certificate_is_refused(party):
    for length in range(len(party.device.raw)):
        with pytest.raises(BundleDamaged):
            decode(party.device.raw[:length])


def test_bytes_behind_a_certificate_are_refused(party):
    with pytest.raises(BundleDamaged):
        decode(party.device.raw + b"\0")
    with pytest.raises(BundleTooLarge):
        decode(party.device.raw + bytes(limits.CERTIFICATE_BYTES))


def test_a_path_beyond_the_limit_is_refused(party):
    path = ("commune", *(f"level {each}" for each in range(limits.PATH)))
    with pytest.raises(BundleTooLarge):
        issue(a_subject(party, "deep", path=path), party.root, party.committee.signing_seed)


def test_a_label_is_cleaned_before_it_is_signed(party):
    certificate = issue(
        a_subject(party, "x", label=" Máy\u202e 2\n"), party.root, party.committee.signing_seed
    )
    assert certificate.label == "Máy 2"


def test_a_label_that_plays_tricks_is_refused(party):
    raw = party.root.raw.replace("Đảng".encode(), "\u202e\u202e".encode() + b"x")
    assert len(raw) == len(party.root.raw)
    with pytest.raises(BundleDamaged):
        decode(raw)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data):
    with pytest.raises(BundleDamaged):
        decode(data)


@given(st.binary(max_size=120), st.integers(0, 200))
def test_random_bytes_inside_a_certificate_never_break_the_reader(party, data, at):
    raw = bytearray(party.device.raw)
    raw[at : at + len(data)] = data
    with suppress(BundleError):
        verify((party.root, party.enrolment, decode(bytes(raw))), party.trust)
        assert bytes(raw) == party.device.raw
