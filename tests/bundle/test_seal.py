import struct
from contextlib import suppress
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import age, certificates, limits, manifest as manifests, strictjson
from qtapp.bundle.manifest import Section
from qtapp.bundle.part import Facts, join, read_part, split
from qtapp.bundle.seal import seal, unseal, verify
from qtapp.bundle.sections import Packed, pack_blob, pack_table
from qtapp.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleNotOurs,
    BundleTooLarge,
    BundleTooNew,
    BundleUntrusted,
)


def inner_of(party, **changes):
    return age.decrypt(party.sealed(**changes), [party.committee.age_identity])


def verified(party, inner):
    return verify(inner, party.trust, [party.committee.recipient])


def tampered(party, change):
    """Inner bytes whose manifest was changed after signing."""
    inner = inner_of(party)
    (length,) = struct.unpack_from("<I", inner)
    value = msgspec.json.decode(inner[4 : 4 + length])
    text = strictjson.dumps({**value, **change})
    return struct.pack("<I", len(text)) + text + inner[4 + length :]


def test_rows_and_attachments_arrive_as_they_were(party, attendance):
    sealed = party.sealed((*pack_table(attendance), pack_blob(b"scan")))
    opened = party.opened(sealed)
    (table,) = opened.tables()
    assert msgspec.json.encode(table) == msgspec.json.encode(attendance)
    ((name, content),) = opened.blobs()
    assert content == b"scan"
    assert name == pack_blob(b"scan").section.sha256
    assert opened.manifest.vv == {party.id("session"): 7}
    assert opened.manifest.kind == "up"
    assert opened.chain == party.chain
    assert opened.signer == party.device
    assert not opened.unknown


def test_the_sender_can_read_its_own_bundle(party):
    assert unseal(party.sealed(), [party.cell], party.trust).signer == party.device


def test_a_committee_signs_with_its_root_alone(party):
    sealed = seal(
        party.facts(kind="down", unit=party.id("commune")),
        [],
        party.committee,
        [party.root],
        [party.cell.recipient],
    )
    assert unseal(sealed, [party.cell], party.trust).chain == (party.root,)


def test_somebody_else_cannot_read_it(party):
    with pytest.raises(BundleNotOurs):
        unseal(party.sealed(), [party.stranger], party.trust)


def test_a_small_bundle_fits_a_picture_code(party):
    facts = Facts(id=party.id("bundle"), kind="receipt")
    (part,) = split(party.sealed(kind="receipt"), facts)
    assert len(part) < 2_000


def test_what_is_kept_of_a_bundle_can_be_verified_again(party, attendance):
    opened = party.opened(party.sealed(tuple(pack_table(attendance))))
    again = verified(party, opened.inner)
    assert again.manifest == opened.manifest
    assert [each.name for each in again.tables()] == ["attendance"]


def test_a_bundle_passed_on_to_others_is_not_the_senders_word_to_them(party):
    with pytest.raises(BundleUntrusted) as caught:
        verify(inner_of(party), party.trust, [party.stranger.recipient])
    assert caught.value.why == "recipients"


def test_a_changed_manifest_breaks_the_signature(party):
    for change in (
        {"vv": {party.id("session"): 9}},
        {"kind": "peer"},
        {"id": party.id("other")},
        {"recipients": [age.key_id(party.stranger.recipient)]},
    ):
        with pytest.raises(BundleUntrusted) as caught:
            verified(party, tampered(party, change))
        assert caught.value.why == "signature"


def test_a_signature_by_another_key_than_the_certified_one_is_refused(party):
    sealed = seal(party.facts(), [], party.stranger, party.chain, [party.committee.recipient])
    with pytest.raises(BundleUntrusted) as caught:
        party.opened(sealed)
    assert caught.value.why == "signature"


def test_a_bundle_in_the_name_of_another_unit_is_refused(party):
    with pytest.raises(BundleUntrusted) as caught:
        party.opened(party.sealed(unit=party.id("other cell")))
    assert caught.value.why == "unit"


def test_a_bundle_of_a_revoked_device_is_refused(party):
    with pytest.raises(BundleUntrusted) as caught:
        party.opened(party.sealed(), revoked=frozenset({(party.device.unit, party.device.serial)}))
    assert caught.value.why == "revoked"


def test_a_bundle_under_a_foreign_root_is_refused(party):
    root = certificates.issue_root(
        certificates.Subject(
            serial=party.id("their root"),
            path=(party.id("commune"),),
            public=party.stranger.public,
        ),
        party.stranger.signing_seed,
    )
    sealed = seal(
        party.facts(unit=party.id("commune")),
        [],
        party.stranger,
        [root],
        [party.committee.recipient],
    )
    with pytest.raises(BundleUntrusted) as caught:
        party.opened(sealed)
    assert caught.value.why == "foreign root"


def test_a_bundle_without_any_certificate_is_refused(party):
    with pytest.raises(BundleUntrusted) as caught:
        verified(party, tampered(party, {"chain": []}))
    assert caught.value.why == "chain"


@pytest.mark.parametrize("chain", [["?"], ["AAAA"], [""], ["đảng"]])
def test_a_certificate_that_is_none_is_damage(party, chain):
    with pytest.raises(BundleDamaged) as caught:
        verified(party, tampered(party, {"chain": chain}))
    assert caught.value.at == "certificate"


def test_a_bundle_for_later_readers_is_newer(party):
    facts = msgspec.structs.replace(party.facts(), fmt=2, min_reader=2)
    sealed = seal(facts, [], party.cell, party.chain, [party.committee.recipient])
    with pytest.raises(BundleTooNew) as caught:
        party.opened(sealed)
    assert (caught.value.found, caught.value.what) == (2, "reader")


def test_a_section_of_a_later_codec_is_kept_aside(party, attendance):
    strange = Packed(
        section=Section(
            name="drawing", codec="zvec9", off=0, clen=3, rlen=900, sha256="0" * 64, rows=1
        ),
        stored=b"abc",
    )
    opened = party.opened(party.sealed((strange, *pack_table(attendance))))
    assert [each.name for each in opened.unknown] == ["drawing"]
    assert [each.name for each in opened.tables()] == ["attendance"]
    assert not list(opened.blobs())


def test_nothing_is_decompressed_before_the_signature_is_known(party, attendance, monkeypatch):
    sealed = seal(
        party.facts(),
        pack_table(attendance),
        party.stranger,
        party.chain,
        [party.committee.recipient],
    )

    def explode(*_arguments):
        raise AssertionError

    monkeypatch.setattr("qtapp.bundle.frames.decompress", explode)
    with pytest.raises(BundleUntrusted):
        party.opened(sealed)


def test_a_section_swapped_for_another_of_the_same_length_is_refused(party, attendance):
    (packed,) = pack_table(attendance)
    opened = party.opened(party.sealed((packed,)))
    forged = bytearray(opened.inner)
    forged[-len(packed.stored) + 20] ^= 1
    with pytest.raises(BundleDamaged):
        list(verified(party, bytes(forged)).tables())


@pytest.mark.parametrize("tail", [b"x", b"\0" * 100])
def test_bytes_that_no_section_owns_are_refused(party, tail):
    with pytest.raises(BundleDamaged) as caught:
        verified(party, inner_of(party) + tail)
    assert caught.value.at == "sections"


def test_a_manifest_length_beyond_the_limit_is_refused_unread(party):
    with pytest.raises(BundleTooLarge) as caught:
        verified(party, struct.pack("<I", limits.MANIFEST_BYTES + 1) + b"{}")
    assert caught.value.limit == "manifest"


def test_every_truncation_of_what_is_inside_is_refused(party, attendance):
    inner = party.opened(party.sealed(tuple(pack_table(attendance)))).inner
    for length in range(len(inner)):
        with pytest.raises(BundleError):
            list(verified(party, inner[:length]).tables())


def test_every_flipped_byte_of_what_is_inside_is_refused(party, attendance):
    inner = party.opened(party.sealed(tuple(pack_table(attendance)))).inner
    for position in range(len(inner)):
        flipped = bytearray(inner)
        flipped[position] ^= 1 << position % 8
        with pytest.raises(BundleError):
            list(verified(party, bytes(flipped)).tables())


def test_every_truncation_and_every_flipped_bit_of_the_file_is_refused(party):
    facts = Facts(id=party.id("bundle"), kind="up")
    (file,) = split(party.sealed(), facts)
    for position in range(len(file)):
        with pytest.raises(BundleError):
            join([read_part(file[:position])])
        for bit in range(8):
            flipped = bytearray(file)
            flipped[position] ^= 1 << bit
            with pytest.raises(BundleError):
                join([read_part(bytes(flipped))])


def test_a_bundle_beyond_the_limit_is_neither_made_nor_opened(party, monkeypatch):
    sealed = party.sealed()
    monkeypatch.setattr(limits, "BUNDLE_BYTES", 100)
    with pytest.raises(BundleTooLarge):
        party.opened(sealed)
    with pytest.raises(BundleTooLarge):
        party.sealed()


def test_a_vector_of_a_million_entries_is_refused(party, monkeypatch):
    monkeypatch.setattr(manifests, "_check_counts", lambda _manifest: None)
    monkeypatch.setattr(limits, "MANIFEST_BYTES", 100 * limits.MIB)
    sealed = party.sealed(vv={f"{each:032x}": 1 for each in range(10**6)})
    monkeypatch.undo()
    with pytest.raises(BundleTooLarge) as caught:
        party.opened(sealed)
    assert caught.value.limit == "manifest"


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(party, data):
    with suppress(BundleError):
        verified(party, data)
        raise AssertionError
    with pytest.raises(BundleError):
        party.opened(data)


def test_trust_can_be_narrowed_by_epoch(party):
    with pytest.raises(BundleUntrusted) as caught:
        unseal(party.sealed(), [party.committee], replace(party.trust, min_epoch=1))
    assert caught.value.why == "epoch"
