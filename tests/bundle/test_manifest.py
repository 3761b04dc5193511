from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import limits, manifest as manifests, strictjson
from qtapp.bundle.manifest import Manifest, Section
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew

A, B, D = "a" * 32, "b" * 32, "d" * 64

ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
seqs = st.integers(0, limits.LAM - 1)
vectors = st.dictionaries(ids, seqs, max_size=5)


def a_manifest(**changes):
    return manifests.new_manifest(**{"id": A, "kind": "up", "unit": B, "signer": A, **changes})


def a_section(**changes):
    return Section(
        **{
            "name": "members",
            "codec": "zcol1",
            "off": 0,
            "clen": 10,
            "rlen": 20,
            "sha256": D,
            **changes,
        }
    )


def a_text(**changes):
    """The bytes of a manifest with some members replaced by anything; None leaves one out."""
    value = {**msgspec.json.decode(manifests.write(a_manifest())), **changes}
    return strictjson.dumps({key: each for key, each in value.items() if each is not None})


@given(
    st.builds(
        a_manifest,
        kind=st.sampled_from(["up", "down", "receipt", "peer"]),
        base=vectors,
        vv=vectors,
        revoked=st.lists(ids, max_size=3),
        wants=st.lists(st.just(D), max_size=1),
        schema=seqs,
        clock_ok=st.booleans(),
        wall=seqs,
    )
)
def test_a_manifest_comes_back(manifest):
    assert manifests.read(manifests.write(manifest)) == manifest


def test_what_is_as_usual_is_left_out():
    assert set(msgspec.json.decode(manifests.write(a_manifest()))) == {
        "fmt",
        "min_reader",
        "id",
        "kind",
        "unit",
        "signer",
    }


def test_members_of_a_later_version_are_passed_over():
    assert manifests.read(a_text(fmt=2, colour="red")).fmt == 2


def test_a_manifest_for_later_readers_is_newer_whatever_else_it_says():
    with pytest.raises(BundleTooNew) as caught:
        manifests.read(a_text(fmt=9, min_reader=9, id=7, unit=None))
    assert (caught.value.found, caught.value.supported, caught.value.what) == (9, 1, "reader")


def test_a_kind_of_later_versions_is_newer():
    with pytest.raises(BundleTooNew) as caught:
        manifests.read(a_text(kind="sideways"))
    assert caught.value.what == "kind"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "short"},
        {"id": None},
        {"id": A.upper()},
        {"unit": 5},
        {"min_reader": "1"},
        {"min_reader": 0},
        {"min_reader": True},
        {"fmt": 0},
        {"vv": {A: -1}},
        {"vv": {A: limits.LAM}},
        {"vv": {A: 1.5}},
        {"vv": {"x": 1}},
        {"base": []},
        {"recipients": ["zz"]},
        {"app": "1.0\u202e"},
        {"app": "x" * 121},
        {"clock_ok": 1},
        {"sections": [{}]},
    ],
    ids=str,
)
def test_what_is_no_manifest_is_damage(changes):
    with pytest.raises(BundleDamaged):
        manifests.read(a_text(**changes))


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b'{"fmt":1,"fmt":1}', b"{" * 10])
def test_what_is_no_object_is_damage(text):
    with pytest.raises(BundleDamaged) as caught:
        manifests.read(text)
    assert caught.value.at == "manifest"


@pytest.mark.parametrize(
    ("limit", "changes"),
    [
        ("vector", {"vv": {f"{each:032x}": 1 for each in range(limits.VECTOR + 1)}}),
        ("vector", {"base": {f"{each:032x}": 1 for each in range(limits.VECTOR + 1)}}),
        ("recipients", {"recipients": ["0" * 16] * (limits.RECIPIENTS + 1)}),
        ("chain length", {"chain": ["AAAA"] * (limits.CHAIN + 1)}),
        ("revoked", {"revoked": [A] * (limits.REVOKED + 1)}),
        ("wants", {"wants": [D] * (limits.WANTED_BLOBS + 1)}),
        (
            "sections",
            {"sections": [msgspec.to_builtins(a_section(off=10 * n)) for n in range(20_001)]},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_counts_beyond_a_limit_are_refused(limit, changes):
    with pytest.raises(BundleTooLarge) as caught:
        manifests.read(a_text(**changes))
    assert caught.value.limit == limit


def test_a_vector_of_a_million_entries_is_not_written():
    with pytest.raises(BundleTooLarge):
        manifests.write(a_manifest(vv={f"{each:032x}": 1 for each in range(10**6)}))


def test_a_manifest_beyond_its_limit_is_not_written():
    vector = {f"{n:032x}": limits.LAM - 1 for n in range(limits.VECTOR)}
    many = [a_section(off=10 * n) for n in range(limits.SECTIONS)]
    with pytest.raises(BundleTooLarge) as caught:
        manifests.write(a_manifest(base=vector, vv=vector, sections=many))
    assert caught.value.limit == "manifest"


@pytest.mark.parametrize(
    ("limit", "section"),
    [
        ("section", a_section(rlen=limits.SECTION_BYTES + 1, clen=limits.MIB)),
        ("ratio", a_section(rlen=limits.RATIO_FROM + 1, clen=10)),
        ("block rows", a_section(rows=limits.BLOCK_ROWS + 1)),
        (
            "blob",
            a_section(name=D, codec="blob", rlen=limits.BLOB_BYTES + 1, clen=limits.BLOB_BYTES + 1),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_section_beyond_a_limit_is_refused_unopened(limit, section):
    with pytest.raises(BundleTooLarge) as caught:
        manifests.read(a_text(sections=[msgspec.to_builtins(section)]))
    assert caught.value.limit == limit


@pytest.mark.parametrize(
    ("limit", "each", "count"),
    [
        ("tables", {"rlen": 30 * limits.MIB, "clen": limits.MIB}, 9),
        ("rows", {"rows": limits.BLOCK_ROWS}, 489),
    ],
)
def test_all_sections_together_keep_within_the_limits(limit, each, count):
    sections, offset = [], 0
    for _ in range(count):
        sections.append(a_section(off=offset, **each))
        offset += sections[-1].clen
    with pytest.raises(BundleTooLarge) as caught:
        manifests.read(a_text(sections=[msgspec.to_builtins(section) for section in sections]))
    assert caught.value.limit == limit


@pytest.mark.parametrize(
    "sections",
    [
        [a_section(off=1)],
        [a_section(), a_section(off=9)],
        [a_section(), a_section(off=11)],
        [a_section(), a_section(off=0)],
        [a_section(codec="blob", name=D, rlen=10, rows=1)],
        [a_section(codec="blob", name="e" * 64, rlen=10)],
        [a_section(codec="blob", name=D, rlen=11)],
    ],
    ids=lambda value: repr([(x.codec, x.off, x.rlen, x.name[:1], x.rows) for x in value]),
)
def test_sections_that_overlap_or_contradict_themselves_are_damage(sections):
    with pytest.raises(BundleDamaged) as caught:
        manifests.read(a_text(sections=[msgspec.to_builtins(each) for each in sections]))
    assert caught.value.at == "sections"


@given(st.binary(max_size=60))
def test_random_bytes_are_refused(data):
    with suppress(BundleDamaged, BundleTooLarge):
        assert not isinstance(manifests.read(data), Manifest)
