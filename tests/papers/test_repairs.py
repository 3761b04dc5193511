import unicodedata

from docx import Document
from docx.shared import Pt
from hypothesis import given, strategies as st

from qtapp.papers.checking import check_word, fix_word
from qtapp.papers.repairs import composing, resizing, rewording, styling
from tests.papers.words import a_word, paragraph_of

WORDS = st.text(alphabet="ab ./,", max_size=12)


def runs_of(paragraph):
    return [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs]


def made(*texts):
    paragraph = Document().add_paragraph()
    for text in texts:
        paragraph.add_run(text)
    return paragraph


def test_an_article_in_bold_plain_and_slanting_words_keeps_their_looks(tmp_path):
    def article(document):
        paragraph = paragraph_of(document, "Hết.")
        paragraph.clear()
        paragraph.add_run("Điều 3. ").bold = True
        paragraph.add_run("Các đồng chí có tên thi hành ")
        paragraph.add_run("nghiêm").italic = True
        paragraph.add_run(" quyết định này./.")

    path = a_word(tmp_path / "a.docx", article)
    assert [each.rule for each in check_word(path)] == ["2.2 mục 13"]
    assert fix_word(path, tmp_path / "b.docx") == []
    assert runs_of(paragraph_of(Document(tmp_path / "b.docx"), "Điều 3.")) == [
        ("Điều 3. ", True, False),
        ("Các đồng chí có tên thi hành ", False, False),
        ("nghiêm", False, True),
        (" quyết định này.", False, False),
    ]


@given(texts=st.lists(WORDS, min_size=1, max_size=5), wanted=WORDS)
def test_new_words_come_out_whole_however_the_old_ones_are_parted(texts, wanted):
    paragraph = made(*texts)
    repair = rewording(paragraph, lambda _words: wanted)
    assert (repair is None) == ("".join(texts) == wanted)
    if repair is not None and "".join(texts):
        repair()
        assert paragraph.text == wanted


def test_what_would_change_nothing_is_not_offered():
    assert rewording(made("Số", "\t05"), lambda words: words.replace("Số 05", "")) is None


def test_tabs_pictures_and_breaks_between_the_words_stay():
    paragraph = made("a./.\tb", "\n", "c./.")
    repair = rewording(paragraph, lambda words: words.removesuffix("./.") + ".")
    assert repair is not None
    repair()
    assert paragraph.text == "a./.\tb\nc."


def test_letters_are_composed_in_place():
    paragraph = made(unicodedata.normalize("NFD", "Đã"), " học")
    composing(paragraph)()
    assert [run.text for run in paragraph.runs] == ["Đã", " học"]


def test_runs_get_the_marks_and_the_size_asked_for():
    (run,) = made("a").runs
    run.underline = True
    styling([run], marks="bi")()
    resizing([run], 14)()
    assert (run.bold, run.italic, run.underline, run.font.size) == (True, True, False, Pt(14))
