import pytest

from qtapp.bundle import age, limits
from qtapp.domain.errors import BundleDamaged, BundleNotOurs, BundleTooLarge


def test_each_recipient_reads_and_nobody_else(party):
    sealed = age.encrypt(b"rows", [party.committee.recipient, party.cell.recipient])
    for reader in (party.committee, party.cell):
        assert age.decrypt(sealed, [reader.age_identity]) == b"rows"
    with pytest.raises(BundleNotOurs):
        age.decrypt(sealed, [party.stranger.age_identity])


def test_one_of_several_identities_is_enough(party):
    sealed = age.encrypt(b"rows", [party.cell.recipient])
    assert age.decrypt(sealed, [party.stranger.age_identity, party.cell.age_identity]) == b"rows"


def test_without_any_identity_nothing_is_ours(party):
    with pytest.raises(BundleNotOurs):
        age.decrypt(age.encrypt(b"rows", [party.cell.recipient]), [])


def test_every_truncation_and_every_flipped_byte_is_refused(party):
    sealed = age.encrypt(b"rows", [party.cell.recipient])
    for position in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[position] ^= 1 << position % 8
        for broken in (sealed[:position], bytes(flipped)):
            with pytest.raises((BundleDamaged, BundleNotOurs)):
                age.decrypt(broken, [party.cell.age_identity])


@pytest.mark.parametrize("data", [b"", b"age-encryption.org/v1\n", b"nonsense", bytes(1000)])
def test_what_is_no_age_file_is_damage(data, party):
    with pytest.raises(BundleDamaged) as caught:
        age.decrypt(data, [party.cell.age_identity])
    assert caught.value.at == "age"


@pytest.mark.parametrize("count", [0, limits.RECIPIENTS + 1])
def test_nobody_and_too_many_readers_are_refused(count, party):
    with pytest.raises(BundleTooLarge) as caught:
        age.encrypt(b"rows", [party.cell.recipient] * count)
    assert caught.value.limit == "recipients"


def test_wrong_keys_are_named(party):
    with pytest.raises(BundleDamaged) as caught:
        age.encrypt(b"rows", ["age1nonsense"])
    assert caught.value.at == "recipient"
    with pytest.raises(BundleDamaged) as caught:
        age.decrypt(age.encrypt(b"x", [party.cell.recipient]), ["AGE-SECRET-KEY-NONSENSE"])
    assert caught.value.at == "keys"
    with pytest.raises(BundleDamaged):
        age.check_recipient("age1nonsense")


def test_key_ids_are_short_and_tell_keys_apart(party):
    one, other = age.key_id(party.cell.recipient), age.key_id(party.committee.recipient)
    assert len(one) == len(other) == 16
    assert one != other


def test_a_recipient_is_told_from_other_words(party):
    assert age.is_recipient(party.cell.recipient)
    assert not age.is_recipient(party.cell.recipient[:-1])
    assert not age.is_recipient("")
