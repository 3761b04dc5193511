import io
import zipfile

import pytest
from PIL import Image

from qtapp.domain.charts import Share, share_bars
from qtapp.domain.drawing import Box, Drawing, Ink, Words
from qtapp.papers.charts import drawing_height, drawing_png
from qtapp.papers.description import Chart, Head, Paper
from qtapp.papers.fonts import use_family
from qtapp.papers.word import word_bytes
from qtapp.papers.writing import write_pdf
from tests.papers.sheets import sheets

HEAD = Head(upper_line="ĐẢNG BỘ XÃ", own_line="CHI BỘ", number="", dated_line="")
BARS = share_bars(
    "Đảng viên đã học",
    [Share(name="Đông", part=9, whole=10), Share(name="Đoài", part=5, whole=10)],
    80,
)
PAPER = Paper(name="Báo cáo", head=HEAD, kind="BÁO CÁO", body=(Chart(drawing=BARS),))


def grey(drawing, x, y):
    """Return how light the picture is around a place, 0 to 255."""
    picture = Image.open(io.BytesIO(drawing_png(drawing, use_family(), 440))).convert("L")
    unit = picture.width / drawing.width
    around = [picture.getpixel((round(x * unit) + i, round(y * unit))) for i in range(-8, 8)]
    return sum(around) / len(around)


def test_the_printed_page_says_every_word_of_the_drawing():
    made = io.BytesIO()
    write_pdf([PAPER], made, lambda _done, _total: None)
    (page,) = sheets(made.getvalue())
    said = [each.text for each in page.pieces]
    assert "Đảng viên đã học" in said
    for words in BARS.spoken().split("; "):
        assert words in said


def test_word_gets_the_same_drawing_as_a_picture_that_can_be_heard():
    with zipfile.ZipFile(io.BytesIO(word_bytes(PAPER))) as parts:
        (picture,) = [each for each in parts.namelist() if each.endswith(".png")]
        shown = Image.open(io.BytesIO(parts.read(picture)))
        assert abs(shown.width / shown.height - BARS.width / BARS.height) < 0.02
        assert shown.width > 1500
        assert BARS.spoken() in parts.read("word/document.xml").decode()


def test_what_falls_short_is_told_apart_without_colour():
    one = {
        ink: Drawing(
            title="", width=44, height=4, shapes=[Box(x=4, y=1, width=30, height=2, ink=ink)]
        )
        for ink in (Ink.GOOD, Ink.WARN, Ink.GROUND)
    }
    good, warn, ground = (grey(each, 20, 2) for each in one.values())
    assert good < 90 < warn < 200 < ground


def test_words_that_are_too_long_end_in_an_ellipsis():
    drawing = Drawing(
        title="", width=44, height=2, shapes=[Words(x=0, y=1, width=6, text="Trường Tiểu học xã")]
    )
    made = io.BytesIO()
    paper = Paper(name="Báo cáo", head=HEAD, kind="BÁO CÁO", body=(Chart(drawing=drawing),))
    write_pdf([paper], made, lambda _done, _total: None)
    assert any(each.text.endswith("…") for each in sheets(made.getvalue())[0].pieces)


@pytest.mark.parametrize("room", [220, 440])
def test_a_drawing_keeps_its_shape(room):
    assert drawing_height(BARS, room) == pytest.approx(BARS.height * room / 44)
