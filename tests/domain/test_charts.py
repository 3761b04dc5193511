from datetime import date, timedelta

from hypothesis import given, strategies as st

from qtapp.domain.charts import Share, essay_growth, share_bars
from qtapp.domain.drawing import Box, Ink, Stroke, Words

TODAY = date(2026, 11, 20)
shares = st.builds(
    Share, name=st.text(max_size=80), part=st.integers(0, 5_000), whole=st.integers(0, 5_000)
)
days = st.dates(date(2026, 10, 1), date(2026, 12, 31))


def corners(drawing):
    for each in drawing.shapes:
        match each:
            case Box():
                yield from ((each.x, each.y), (each.x + each.width, each.y + each.height))
            case Stroke():
                yield from each.points
            case Words():
                yield each.x + each.width * (each.side + 1) / 2, each.y


@given(st.lists(shares, max_size=30), st.none() | st.integers(0, 100))
def test_bars_stay_on_their_surface(given_shares, target):
    drawing = share_bars("Tỷ lệ", given_shares, target)
    assert all(
        -0.001 <= x <= drawing.width + 0.001 and -0.001 <= y <= drawing.height + 0.001
        for x, y in corners(drawing)
    )


@given(st.lists(days, max_size=40), st.integers(0, 60), st.none() | days)
def test_the_growth_of_essays_stays_on_its_surface(handed_in, whole, deadline):
    drawing = essay_growth("Bài", handed_in, whole, deadline, TODAY)
    assert all(
        -1.1 <= x <= drawing.width + 1.1 and -0.001 <= y <= drawing.height + 0.001
        for x, y in corners(drawing)
    )


def test_a_bar_is_as_long_as_its_share_and_says_its_figures():
    full, half = (
        share_bars("Tỷ lệ", [Share(name="Chi bộ A", part=part, whole=4)]) for part in (4, 2)
    )
    (_, long), (_, short) = (
        [each for each in drawing.shapes if isinstance(each, Box)] for drawing in (full, half)
    )
    assert short.width == long.width / 2
    assert half.spoken() == "Chi bộ A; 2/4 (50%)"


def test_what_lies_below_the_target_is_said_by_words_and_colour():
    drawing = share_bars(
        "Tỷ lệ",
        [Share(name=name, part=part, whole=20) for name, part in (("A", 18), ("B", 19))],
        95,
    )
    bars = [each.ink for each in drawing.shapes if isinstance(each, Box)]
    assert bars == [Ink.GROUND, Ink.WARN, Ink.GROUND, Ink.GOOD]
    assert "chỉ tiêu 95%" in drawing.spoken()


def test_a_bar_below_the_target_is_not_rounded_up_to_it():
    drawing = share_bars("Tỷ lệ", [Share(name="A", part=193, whole=204)], 95)
    assert "193/204 (94,6%)" in drawing.spoken()


def test_the_line_of_essays_climbs_by_one_for_each():
    drawing = essay_growth("Bài", [TODAY - timedelta(days=d) for d in (4, 2, 2)], 6, TODAY, TODAY)
    line = next(
        each for each in drawing.shapes if isinstance(each, Stroke) and each.ink is Ink.MAIN
    )
    heights = sorted({round(y, 3) for _, y in line.points}, reverse=True)
    assert len(heights) == 3
    assert round((heights[0] - heights[1]) * 2, 3) == round(heights[1] - heights[2], 3)
    assert "hạn 20/11" in drawing.spoken()
    assert "3 bài" in drawing.spoken()


def test_a_long_name_stands_in_two_lines_beside_its_bar():
    name = "Chi bộ Trường Tiểu học và Trung học cơ sở Suối Mẫu"
    drawing = share_bars("Học", [Share(name=name, part=1, whole=2)])
    lines = [each.text for each in drawing.shapes if isinstance(each, Words) and each.x == 0]
    assert len(lines) == 2
    assert " ".join(lines) == name
