from datetime import date

from PySide6.QtWidgets import QLabel

from qtapp.domain.figures import Figures, UnitFigures
from qtapp.gui.reports.figures import facts, tiles, unit_columns

SOME = Figures(
    sessions=2,
    sessions_in_person=2,
    members=259,
    members_studied=253,
    attendances=301,
    public_invited=153_860,
    public_attended=147_255,
    essays_due=40,
    essays_written=30,
    essays_passed=25,
    plans=1,
    tasks=4,
    tasks_clear=3,
    tasks_done=1,
)


def words(tile):
    return [label.text() for label in tile.findChildren(QLabel)]


def test_the_figures_asked_for_first_are_large(qtbot):
    made = tiles(SOME, 95)
    for tile in made:
        qtbot.addWidget(tile)
    assert [words(tile)[:2] for tile in made] == [
        ["98%", "đảng viên đã học"],
        ["2", "buổi học đã tổ chức"],
        ["75%", "bài thu hoạch đã nộp"],
        ["1", "kế hoạch hành động"],
    ]
    assert words(made[0])[2] == "253/259, chỉ tiêu 95%"


def test_attendance_below_the_target_stands_out(qtbot):
    low = tiles(Figures(members=100, members_studied=94), 95)[0]
    high = tiles(Figures(members=100, members_studied=95), 95)[0]
    qtbot.addWidget(low)
    qtbot.addWidget(high)
    assert low.findChild(QLabel).property("tone") == "warn"
    assert high.findChild(QLabel).property("tone") is None


def test_attendance_is_not_rounded_up_to_the_target(qtbot):
    near = Figures(members=204, members_studied=193)
    tile = tiles(near, 95)[0]
    qtbot.addWidget(tile)
    assert tile.findChild(QLabel).text() == "94,6%"
    assert "94,6%" in {fact.share for fact in facts(near, 95)}


def test_every_figure_has_its_line_with_percentages_by_the_rules():
    lines = {fact.name: (fact.value, fact.share) for fact in facts(SOME, 95)}
    assert lines["Đảng viên đã học"] == ("253", "98%")
    assert lines["Quần chúng dự"] == ("147.255/153.860", "96%")
    assert lines["– có người, có hạn, có thước đo"] == ("3", "75%")
    assert [fact.place for fact in facts(SOME, 95)] == list(range(len(lines)))


def test_a_unit_is_one_line():
    unit = UnitFigures(
        unit="1",
        name="Chi bộ thôn Đông",
        reported=True,
        last_received=date(2026, 11, 20),
        plan_number="05-KH/CB",
        figures=SOME,
    )
    assert [column.text(unit) for column in unit_columns()] == [
        "Chi bộ thôn Đông",
        "đã có",
        "2",
        "253/259 (98%)",
        "30/40 (75%)",
        "05-KH/CB",
        "3/4",
        "20/11/2026",
    ]


def test_a_unit_without_anything_shows_dashes_and_says_it_is_missing():
    unit = UnitFigures(unit="1", name="Chi bộ thôn Đoài", reported=False)
    columns = unit_columns()
    assert [column.text(unit) for column in columns][1:6] == ["chưa có", "0", "–", "–", "–"]
    assert columns[1].tone(unit) == "bad"


def test_units_sort_by_share_not_by_words():
    few = UnitFigures(unit="1", name="A", reported=True, figures=Figures(members=9))
    all_of_them = UnitFigures(
        unit="2", name="B", reported=True, figures=Figures(members=10, members_studied=10)
    )
    studied = unit_columns()[3]
    assert studied.sort_value(few) < studied.sort_value(all_of_them)
