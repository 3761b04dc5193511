import pytest
from hypothesis import given, strategies as st

from qtapp.carriers.mail_structure import UnreadableAnswer, facts_of, leaves_of, values_of

PLAIN = b'("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 20 1 NIL NIL NIL NIL)'


def attachment(
    name=b'("name" "a.cbdl")', kind=b'"application" "octet-stream"', size=b"4000", end=b""
):
    return b"(" + kind + b" " + name + b' NIL NIL "base64" ' + size + end + b")"


def leaves(structure):
    facts = facts_of([b"1 (UID 7 BODYSTRUCTURE " + structure + b")"])
    return leaves_of(facts[b"BODYSTRUCTURE"])


def test_a_letter_with_one_attachment_has_two_leaves():
    words, file = leaves(b"(" + PLAIN + attachment() + b' "mixed" ("boundary" "x") NIL NIL NIL)')
    assert (words.section, words.kind, words.may_be_file) == ("1", "text/plain", False)
    assert (file.section, file.name, file.size, file.encoding) == ("2", "a.cbdl", 4000, "base64")
    assert file.may_be_file


def test_a_letter_that_is_nothing_but_a_file_is_section_one():
    (file,) = leaves(attachment())
    assert file.section == "1"


def test_attachments_within_and_forwarded_messages_are_found_by_their_section():
    inner = b"(" + PLAIN + attachment() + b' "mixed")'
    envelope = b"(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
    forwarded = b'("message" "rfc822" NIL NIL NIL "7bit" 9000 ' + envelope + b" " + inner + b" 40)"
    single = (
        b'("message" "rfc822" NIL NIL NIL "7bit" 9000 ' + envelope + b" " + attachment() + b" 40)"
    )
    found = leaves(b"(" + inner + forwarded + single + b' "mixed")')
    assert [leaf.section for leaf in found if leaf.may_be_file] == ["1.2", "2.2", "3.1"]


def test_a_literal_may_stand_for_any_string():
    pieces = [
        (b'1 (UID 7 BODYSTRUCTURE ("application" "x" ("name" {6}', b"b.cbdl"),
        b') NIL NIL "base64" 500))',
    ]
    (file,) = leaves_of(facts_of(pieces)[b"BODYSTRUCTURE"])
    assert file.name == "b.cbdl"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (b'("name" "=?utf-8?B?Z8OzaS5jYmRs?=")', "gói.cbdl"),
        (b'("name*" "utf-8\'\'g%C3%B3i.cbdl")', "gói.cbdl"),
        (b'("name*0" "g" "name*1" "oi.cbdl")', "goi.cbdl"),
        (b'("name" "..\\\\..\\\\a/b\\".cbdl")', "ab.cbdl"),
        (b'("name" "=?no-such-charset?B?Z8OzaQ==?=")', ""),
        (b"NIL", ""),
    ],
    ids=["word", "rfc2231", "continued", "path", "charset", "none"],
)
def test_a_name_is_read_however_it_was_written(name, read):
    (file,) = leaves(attachment(name=name))
    assert file.name == read


def test_the_disposition_names_a_file_too():
    (file,) = leaves(attachment(name=b"NIL", end=b' NIL ("attachment" ("filename" "c.cbdl")) NIL'))
    assert (file.name, file.attached) == ("c.cbdl", True)


@pytest.mark.parametrize(
    ("kind", "name", "end", "may_be"),
    [
        (b'"image" "png"', b'("name" "a.png")', b"", False),
        (b'"image" "png"', b'("name" "a.CBDL")', b"", True),
        (b'"text" "plain"', b"NIL", b" 9", False),
        (b'"text" "plain"', b"NIL", b' 9 NIL ("attachment" NIL)', True),
        (b'"application" "zip"', b"NIL", b"", True),
    ],
    ids=["picture", "renamed", "words", "attached words", "other"],
)
def test_only_what_may_be_a_file_is_looked_at(kind, name, end, may_be):
    (leaf,) = leaves(attachment(kind=kind, name=name, end=end))
    assert leaf.may_be_file is may_be


@pytest.mark.parametrize(
    "answer",
    [b"1 (UID 7", b"1 UID)", b'1 (UID "7)', b"1 " + b"(" * 40 + b")" * 40, b"1 7"],
    ids=["open", "closed", "quote", "deep", "no list"],
)
def test_an_answer_that_does_not_hold_together_is_unreadable(answer):
    with pytest.raises(UnreadableAnswer):
        facts_of([answer])


def test_an_answer_may_not_grow_without_end():
    with pytest.raises(UnreadableAnswer):
        values_of([b"(" + b"a " * 60_000 + b")"])


@pytest.mark.parametrize(
    "structure",
    [b"NIL", b"()", b"(())", b'("text")', b'("a" "b" NIL NIL NIL NIL "x")', b"(1 (2) 3)"],
)
def test_a_structure_that_is_none_has_no_leaves(structure):
    assert leaves(structure) == []


def test_of_very_many_parts_the_first_are_looked_at():
    assert len(leaves(b"(" + attachment() * 500 + b' "mixed")')) == 200


@given(
    st.lists(
        st.one_of(st.binary(max_size=80), st.tuples(st.binary(max_size=40), st.binary(max_size=40)))
    )
)
def test_whatever_a_server_says_is_values_or_unreadable(pieces):
    try:
        facts = facts_of(pieces)
    except UnreadableAnswer:
        return
    for value in facts.values():
        assert len(leaves_of(value)) <= 200
