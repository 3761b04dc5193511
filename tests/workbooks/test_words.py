import pytest
from hypothesis import given, strategies as st

from qtapp.workbooks import words
from qtapp.workbooks.words import words_of

PART = "word/document.xml"
TEXT = "Nghị quyết về nước sạch ở thôn Nà Mẫu"


def paragraphs(*texts):
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return f'<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{runs}</w:body></w:document>'


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_a_plain_file_is_its_own_words(text):
    assert words_of(text.encode()) == text or text.startswith("PK\x03\x04")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_mark_of_an_encoding_is_no_word(encoding):
    assert words_of(TEXT.encode(encoding)) == TEXT
    assert words_of(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_the_words_of_a_document_come_paragraph_by_paragraph(archive):
    content = archive({PART: paragraphs(TEXT, "Lò Văn Kín")})
    assert words_of(content).split("\n") == [TEXT, "Lò Văn Kín", ""]


def test_words_in_several_runs_are_joined_and_breaks_part_them(archive):
    run = "TỐI</w:t></w:r><w:r><w:t> MẬT<w:br/>số<w:tab/>một<w:br w:type='page'/>hết"
    assert words_of(archive({PART: paragraphs(run)})) == "TỐI MẬT\nsố\nmột\nhết\n"


def test_letters_written_as_numbers_are_letters(archive):
    assert words_of(archive({PART: paragraphs("M&#7852;T &amp; &lt;A&gt;")})) == "MẬT & <A>\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"\xff\xd8\xff\xe0JFIF",
        b"PK\x03\x04",
        b"PK\x03\x04" * 9,
    ],
    ids=["empty", "pdf", "photo", "start", "starts"],
)
def test_other_kinds_offer_no_words(content):
    assert words_of(content) == ""


def test_an_archive_without_a_document_offers_no_words(archive):
    assert words_of(archive({"xl/workbook.xml": "<a>b</a>"})) == ""


def test_a_part_that_wants_a_password_offers_no_words(archive):
    content = bytearray(archive({PART: paragraphs(TEXT)}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert words_of(bytes(content)) == ""


def test_a_document_cut_or_altered_anywhere_never_fails(archive):
    whole = archive({PART: paragraphs(TEXT)})
    for place in range(len(whole)):
        words_of(whole[:place])
        altered = bytearray(whole)
        altered[place] ^= 0xFF
        words_of(bytes(altered))


def test_only_the_first_part_of_a_large_file_is_read(archive, monkeypatch):
    monkeypatch.setattr(words, "_MOST_XML", 101)
    assert words_of(("ạ" * 100).encode()) == "ạ" * 33
    assert words_of(archive({PART: "b" * 300})) == "b" * 101


def test_a_document_that_swells_is_not_unpacked_whole(archive):
    content = archive({PART: "c" * (30 << 20)})
    assert len(content) < 100_000
    assert len(words_of(content)) == 20 << 20


def test_the_words_of_headers_and_footers_count_too(archive):
    content = archive(
        {
            PART: paragraphs(TEXT),
            "word/header1.xml": paragraphs("TUYỆT MẬT"),
            "word/footer2.xml": paragraphs("trang cuối"),
        }
    )
    assert "TUYỆT MẬT" in words_of(content)
    assert "trang cuối" in words_of(content)
