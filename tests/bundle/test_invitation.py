import base64
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from qtapp.bundle import certificates, envelope, invitation, limits, strictjson
from qtapp.bundle.invitation import (
    CHEAPEST,
    INVITATION,
    Invitation,
    KdfCost,
    make_invitation,
    new_code,
    open_invitation,
)
from qtapp.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    BundleUntrusted,
    InvitationWrongCode,
    NotABundle,
)

CODE = "1234 5678"
RANDOM = bytes(range(40))


@pytest.fixture(scope="session")
def content(party):
    return Invitation(
        chain=(party.root, party.enrolment),
        secret=party.enrolment_keys,
        recipients=(party.committee.recipient,),
        units=({"id": party.id("cell"), "name": "Chi bộ thôn Hòa Bình", "position": 2},),
    )


@pytest.fixture(scope="session")
def file(content):
    return make_invitation(content, CODE, RANDOM, CHEAPEST)


def locked(text, header=None):
    """An invitation around any content, with the right code."""
    key = argon2id.kdf(32, b"12345678", RANDOM[:16], opslimit=1, memlimit=8192)
    header = header or {"salt": RANDOM[:16].hex(), "ops": 1, "mem": 8192}
    return envelope.wrap(
        INVITATION, strictjson.dumps(header), bytes(SecretBox(key).encrypt(text, RANDOM[16:]))
    )


def a_text(content, **changes):
    def b64(data):
        return base64.b64encode(data).decode()

    return strictjson.dumps(
        {
            "v": 1,
            "chain": [b64(each.raw) for each in content.chain],
            "seed": b64(content.secret.signing_seed),
            "identity": content.secret.age_identity,
            "recipients": list(content.recipients),
            "units": [],
            **changes,
        }
    )


@pytest.mark.parametrize("code", [CODE, "12345678", " 1234-5678\n", "12 34 56 78"])
def test_the_code_opens_it_however_it_is_spaced(file, content, code):
    assert open_invitation(file, code) == content


@pytest.mark.parametrize("code", ["1234 5679", "", "1234", "1234 56789", "abcd efgh"])
def test_a_wrong_code_is_told_from_a_damaged_file(file, code):
    with pytest.raises(InvitationWrongCode):
        open_invitation(file, code)
    with pytest.raises(BundleDamaged):
        open_invitation(file[:-1], code)


def test_every_truncation_and_flipped_bit_is_damage_even_with_the_right_code(file):
    for position in range(len(file)):
        with pytest.raises((BundleDamaged, NotABundle)):
            open_invitation(file[:position], CODE)
        flipped = bytearray(file)
        flipped[position] ^= 1 << position % 8
        with pytest.raises((BundleDamaged, NotABundle)):
            open_invitation(bytes(flipped), CODE)


def test_nothing_of_the_unit_can_be_read_without_the_code(file, content):
    assert "Hòa Bình".encode() not in file
    assert content.secret.signing_seed not in file


def test_an_invitation_does_not_show_its_secret(content):
    assert repr(content.secret.signing_seed) not in repr(content)


def test_who_accepts_certifies_the_own_device(content, party):
    (chain,) = content.admit(party.stranger, serial=party.id("new"))
    assert certificates.verify(chain, party.trust) == chain
    assert chain[-1].public == party.stranger.public
    assert chain[-1].recipient == party.stranger.recipient
    assert chain[-1].unit == party.id("cell")
    assert not chain[-1].may_issue
    assert content.enrolment.serial == chain[-1].issuer
    assert content.root == chain[0]


def test_an_invitation_of_a_newer_program_is_newer(content):
    with pytest.raises(BundleTooNew) as caught:
        open_invitation(locked(a_text(content, v=2)), CODE)
    assert caught.value.what == "invitation"


@pytest.mark.parametrize(
    "changes",
    [
        {"chain": ["?"]},
        {"chain": ["AAAA", "AAAA"]},
        {"seed": "AAAA"},
        {"seed": "?"},
        {"identity": "?"},
        {"recipients": []},
        {"recipients": ["age1nonsense"]},
        {"units": [1]},
        {"units": None},
        {"v": "1"},
    ],
    ids=str,
)
def test_content_that_makes_no_sense_is_damage(content, changes):
    with pytest.raises(BundleDamaged):
        open_invitation(locked(a_text(content, **changes)), CODE)


def test_content_that_is_no_object_is_damage():
    for text in (b"", b"[]", b'{"v":1,"v":1}'):
        with pytest.raises(BundleDamaged):
            open_invitation(locked(text), CODE)


def test_content_that_does_not_hold_together_is_not_trusted(content, party):
    lone = replace(content, chain=(party.root,))
    headless = replace(content, chain=(party.enrolment, party.device))
    other_key = replace(content, secret=party.cell)
    closed = replace(content, chain=party.chain, secret=party.cell)
    for each, why in (
        (lone, "chain"),
        (headless, "chain"),
        (other_key, "enrolment key"),
        (closed, "enrolment key"),
    ):
        with pytest.raises(BundleUntrusted) as caught:
            open_invitation(make_invitation(each, CODE, RANDOM, CHEAPEST), CODE)
        assert caught.value.why == why


@pytest.mark.parametrize(
    "cost", [KdfCost(ops=limits.KDF_OPS + 1, memory=8192), KdfCost(ops=1, memory=2**40)]
)
def test_a_file_that_asks_for_too_much_work_is_refused(cost, content):
    header = {"salt": "00" * 16, "ops": cost.ops, "mem": cost.memory}
    with pytest.raises(BundleTooLarge) as caught:
        open_invitation(locked(b"", header), CODE)
    assert caught.value.limit == "kdf"


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"salt": "00", "ops": 1, "mem": 8192},
        {"salt": "00" * 16, "ops": 0, "mem": 8192},
        {"salt": "00" * 16, "ops": 1, "mem": 0},
    ],
    ids=str,
)
def test_a_header_that_makes_no_sense_is_damage(header):
    with pytest.raises(BundleDamaged) as caught:
        open_invitation(locked(b"", {"x": 1, **header}), CODE)
    assert caught.value.at == "header"


def test_a_body_too_short_to_be_locked_is_damage():
    header = strictjson.dumps({"salt": "00" * 16, "ops": 1, "mem": 8192})
    with pytest.raises(BundleDamaged) as caught:
        open_invitation(envelope.wrap(INVITATION, header, b"short"), CODE)
    assert caught.value.at == "invitation"


def test_a_bundle_is_no_invitation(file):
    with pytest.raises(NotABundle):
        open_invitation(b"\x89CBDL\r\n\x1a" + file[8:], CODE)


@given(st.binary(min_size=8, max_size=20))
def test_a_code_is_two_groups_of_four_digits(random):
    code = new_code(random)
    assert len(code) == 9
    assert code[4] == " "
    assert (code[:4] + code[5:]).isdigit()


def test_codes_differ():
    assert new_code(bytes(8)) == "0000 0000"
    assert new_code(b"\xff" * 8) != new_code(b"\xfe" * 8)


@given(st.binary(max_size=200))
def test_random_bytes_never_break_the_reader(data):
    with suppress(BundleError):
        open_invitation(invitation.INVITATION.magic + data, CODE)
        raise AssertionError
