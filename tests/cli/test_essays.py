from datetime import timedelta

from tests.make import TODAY, a_wave_in


def test_essays_are_listed_and_late_ones_alone_when_asked(cli, cell):
    wave = a_wave_in(cell, "Đợt quý IV", essay_due=TODAY - timedelta(days=1))
    cell.essays.receive(cell.essays.sheet(wave.id)[0].essay, TODAY, text="Điều tôi tâm đắc")
    rows = cli.done("essay", "list", "Đợt quý IV")
    assert [row["essay"]["state"] for row in rows].count("submitted") == 1
    assert len(cli.done("essay", "list", "Đợt quý IV", "--late")) == 5
    text = cli("essay", "list", "Đợt quý IV").out
    assert text.count("quá hạn") == 5
    assert "19/11/2026" in text
    assert "tâm đắc" not in text
