from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.documents import DocumentType
from qtapp.domain.figures import Figures
from qtapp.papers.report_text import abstract, annex_rows, cited, sentences
from tests.papers.sheets import a_document, a_report, a_unit, figures


def words(report):
    return " ".join(sentences(report))


def a_cell_report(**values):
    unit = a_unit(name="Chi bộ Nà Mẫu", **values)
    return a_report(unit, unit_name="Chi bộ Nà Mẫu", committee=False)


def headings(report):
    return [each for each in sentences(report) if each.startswith("#")]


def test_the_figures_of_the_source_are_printed_as_it_printed_them():
    text = words(a_report())
    assert "832 hội nghị học tập, quán triệt" in text
    assert "42.400 lượt người dự" in text
    assert "253/259 đồng chí, đạt 98%" in text
    assert "538 hội nghị, 147.255/153.860 người dự, đạt 96%" in text


def test_two_levels_are_summed_before_their_rate_is_taken():
    above = a_unit(figures=Figures(public_sessions=7, public_invited=259, public_attended=253))
    below = a_unit(
        1, figures=Figures(public_sessions=531, public_invited=153_860, public_attended=147_255)
    )
    assert "538 hội nghị, 147.508/154.119 người dự, đạt 96%" in words(a_report(above, below))


def test_the_form_of_sessions_is_said_where_there_were_any():
    report = a_report(a_unit(figures=Figures(sessions=2, sessions_mixed=1, sessions_split=1)))
    assert (
        "2 hội nghị học tập, quán triệt (1 hội nghị trực tiếp kết hợp trực tuyến, 1 hội"
        in words(report)
    )
    assert "0 hội nghị học tập, quán triệt, với 0 lượt" in words(a_report(total=Figures()))


@pytest.mark.parametrize(("studied", "said"), [(95, "(đạt mức 95%"), (94, "(chưa đạt mức 95%")])
def test_the_target_is_reached_by_the_exact_share_not_the_rounded_one(studied, said):
    assert said in words(a_report(total=Figures(members=100, members_studied=studied)))


@pytest.mark.parametrize(
    ("studied", "members", "said"),
    [
        (946, 1000, "đạt 94,6% (chưa đạt mức 95%"),
        (193, 204, "đạt 94,6% (chưa đạt mức 95%"),
        (1899, 2000, "đạt 94,95% (chưa đạt mức 95%"),
        (188, 199, "đạt 94% (chưa đạt mức 95%"),
        (953, 1000, "đạt 95% (đạt mức 95%"),
    ],
)
def test_a_share_that_only_rounds_to_the_target_shows_that_it_does_not_reach_it(
    studied, members, said
):
    total = Figures(members=members, members_studied=studied)
    assert said in words(a_report(total=total, attendance_target=95))


def test_the_annex_shows_as_much_of_a_share_below_the_target_and_the_report_says_so():
    unit = a_unit(figures=Figures(members=204, members_studied=193))
    report = a_report(unit)
    assert [row[8] for row in annex_rows(report)] == ["94,6%", "94,6%"]
    assert words(report).endswith(
        "tỷ lệ làm tròn đến hàng đơn vị, số chưa đến 95% mà làm tròn thành 95% thì ghi phần thập phân.)"
    )
    assert words(a_report()).endswith("tỷ lệ làm tròn đến hàng đơn vị.)")


def test_without_members_there_is_no_share_and_no_target():
    text = words(a_report(total=Figures()))
    assert "0/0 đồng chí, đạt –." in text
    assert "mức" not in text


def test_only_what_happened_is_told():
    nothing = words(a_report(total=figures(members_made_up=0, public_sessions=0)))
    assert "học bù" not in nothing
    assert "quần chúng" not in nothing
    assert "trong đó học bù 4 đồng chí" in words(a_report())


def test_essays_and_plans_are_told_in_fractions():
    text = words(a_report(a_unit(), a_unit(1, figures=Figures())))
    assert "250/259 bài phải viết đã nộp, đạt 97%; đã chấm 240 bài, trong đó 239 bài đạt" in text
    assert "1/2 đơn vị đã ban hành, với 5 nhiệm vụ; 4/5 nhiệm vụ có người thực hiện" in text
    assert "đã hoàn thành 2 nhiệm vụ" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"plan_number": "05-KH/CB", "plan_dated": date(2026, 2, 3)},
            "đã ban hành kế hoạch số 05-KH/CB, ngày 03/02/2026, với 5 nhiệm vụ",
        ),
        ({"plan_dated": date(2026, 2, 3)}, "đã ban hành kế hoạch, ngày 03/02/2026, với"),
        ({}, "Kế hoạch hành động: đã lập, với 5 nhiệm vụ"),
        ({"figures": Figures(members=3)}, "Kế hoạch hành động: chưa lập."),
    ],
)
def test_a_cell_tells_of_its_own_plan(values, said):
    assert said in words(a_cell_report(**values))


def test_a_cell_tells_of_its_sessions_and_comrades_not_of_units():
    report = a_cell_report(figures=figures(sessions=2, sessions_in_person=2, sessions_online=0))
    text = words(report)
    assert "Đã tổ chức 2 buổi học tập, quán triệt (2 buổi trực tiếp)" in text
    assert "với 42.400 lượt đồng chí dự." in text
    assert "538 buổi, 147.255/153.860 người dự" in text
    told = f"{text} {annex_rows(report)}"
    assert "đơn vị" not in told.replace("hàng đơn vị", "")
    assert "hội nghị" not in told


def test_the_annex_of_a_cell_has_its_one_row_and_no_total():
    assert [row[:2] for row in annex_rows(a_cell_report())] == [["1", "Chi bộ Nà Mẫu"]]
    assert annex_rows(a_cell_report())[0][17] == "Đã lập"


def test_a_committee_with_one_unit_still_counts_units():
    assert "1/1 đơn vị đã ban hành" in words(a_report())
    assert annex_rows(a_report())[-1][17] == "1/1 đơn vị"


def test_the_share_is_measured_before_those_who_made_up_are_told():
    assert "đạt 98% (đạt mức 95% trở lên); trong đó học bù 4 đồng chí." in words(a_report())


def test_documents_are_listed_with_what_is_known_of_them():
    bare = a_document("Quy định mẫu")
    report = a_report(documents=[a_document(), bare])
    first, last = (each for each in sentences(report) if each.startswith("- "))
    assert first == (
        "- Nghị quyết số 18-NQ/TW, ngày 05/10/2026 của Ban Chấp hành Trung ương về tiếp tục đổi mới, "
        "sắp xếp tổ chức bộ máy tinh gọn (quán triệt);"
    )
    assert last.endswith("“Quy định mẫu” (quán triệt).")
    assert "gồm 2 văn bản:" in words(report)


@pytest.mark.parametrize(
    ("kind", "symbol", "said"),
    [
        (DocumentType.DIRECTIVE, "28-CT/TU", "Chỉ thị số 28-CT/TU, ngày"),
        (DocumentType.REGULATION, "399-QĐ/TW", "Quy định số 399-QĐ/TW, ngày"),
        (DocumentType.OTHER, "30/2020/NĐ-CP", "Văn bản số 30/2020/NĐ-CP, ngày"),
        (DocumentType.PLAN, "", "Kế hoạch, ngày"),
    ],
)
def test_a_document_is_called_by_its_type(kind, symbol, said):
    document = replace(a_document(), type=kind, number=symbol)
    assert f"- {said}" in words(a_report(documents=[document]))


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (
            "Nghị quyết của Ban Chấp hành Đảng bộ tỉnh về xây dựng chi bộ bốn tốt",
            {},
            "Nghị quyết số 18-NQ/TW, ngày 05/10/2026 của Ban Chấp hành Trung ương"
            " về xây dựng chi bộ bốn tốt",
        ),
        (
            "Nghị quyết của Đảng bộ tỉnh về chi bộ bốn tốt",
            {"issuer": ""},
            "Nghị quyết số 18-NQ/TW, ngày 05/10/2026 của Đảng bộ tỉnh về chi bộ bốn tốt",
        ),
        (
            "NGHỊ QUYẾT về chi bộ bốn tốt",
            {"issuer": "", "issued_on": ""},
            "Nghị quyết số 18-NQ/TW về chi bộ bốn tốt",
        ),
        (
            "Nghị quyết số 18-NQ/TW về chi bộ bốn tốt",
            {"issuer": "", "issued_on": ""},
            "Nghị quyết số 18-NQ/TW về chi bộ bốn tốt",
        ),
        (
            "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV",
            {"issued_on": ""},
            "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV số 18-NQ/TW"
            " của Ban Chấp hành Trung ương",
        ),
        (
            "Nghị quyết Đại hội tỉnh về chi bộ",
            {"issuer": "", "issued_on": ""},
            "Nghị quyết Đại hội tỉnh về chi bộ số 18-NQ/TW",
        ),
        (
            "Kế hoạch học Nghị quyết",
            {"issuer": "", "issued_on": ""},
            "Nghị quyết số 18-NQ/TW “Kế hoạch học Nghị quyết”",
        ),
    ],
)
def test_a_name_that_says_its_type_says_it_once(name, values, said):
    assert cited(replace(a_document(name), **values)) == said


def test_a_wave_without_documents_promises_no_list():
    assert "văn bản" not in words(a_report(documents=[]))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (
            date(2026, 11, 1),
            date(2026, 11, 20),
            "2026” từ ngày 01/11/2026 đến ngày 20/11/2026, gồm",
        ),
        (date(2026, 11, 1), date(2026, 11, 21), "2026” (từ ngày 01/11/2026, đến nay), gồm"),
        (date(2026, 11, 21), date(2026, 11, 30), "2026”, gồm"),
        (date(2026, 11, 1), None, "2026” từ ngày 01/11/2026, gồm"),
        (None, None, "2026”, gồm"),
    ],
)
def test_the_time_is_told_as_far_as_it_is_known_and_past(starts, ends, said):
    made_on = date(2026, 11, 20)
    assert said in words(a_report(starts_on=starts, ends_on=ends, made_on=made_on))


def test_the_basis_is_told_if_there_is_one():
    assert "Thực hiện Kế hoạch số 12-KH/ĐU, ngày 05/10/2026" in words(a_report())
    assert "Thực hiện" not in words(a_report(basis=""))


def test_a_wave_is_called_a_wave_once():
    assert "đã tổ chức “Đợt học tập quý IV năm 2026”" in words(a_report())
    assert "đã tổ chức đợt “Nghị quyết 18”" in words(a_report(name="Nghị quyết 18"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Đợt 1", "kết quả đợt 1"),
        ("NQ 18", "kết quả NQ 18"),
        ("Học tập", "kết quả học tập"),
        ("", "kết quả "),
    ],
)
def test_what_the_report_is_about_begins_small_but_keeps_abbreviations(name, said):
    assert abstract(a_report(name=name)) == said


def test_units_without_a_report_are_named_and_counted():
    report = a_report(a_unit(), a_unit(1, reported=False), a_unit(2, reported=False))
    assert headings(report)[-1] == "#IV- ĐƠN VỊ CHƯA BÁO CÁO"
    names = "Chi bộ thôn Trần Văn Đạt; Chi bộ thôn Lê Minh Ánh."
    assert f"Còn 2/3 đơn vị chưa gửi kết quả: {names}" in words(report)
    assert len(headings(a_report())) == 3


def test_fractions_of_units_are_of_those_asked_not_of_rows():
    commune = a_unit(name="Đảng ủy xã", asked=5, silent=3, plan_number="", figures=figures(plans=2))
    report = a_report(commune, a_unit(1), missing=["3 đơn vị của Đảng ủy xã Nậm Mẫu (Đảng ủy xã)"])
    text = words(report)
    assert "Kế hoạch hành động: 3/6 đơn vị đã ban hành" in text
    assert "Còn 3/6 đơn vị chưa gửi kết quả: 3 đơn vị của Đảng ủy xã Nậm Mẫu" in text
    first, _, total = annex_rows(report)
    assert (first[17], first[21]) == ("2/5 đơn vị", "Thiếu 3/5 đơn vị")
    assert (total[17], total[21]) == ("3/6 đơn vị", "")


def test_the_annex_has_a_row_of_twenty_two_cells_for_every_unit_and_the_total():
    reported = a_unit(plan_number="05-KH/CB", plan_dated=date(2026, 11, 5))
    rows = annex_rows(a_report(reported, a_unit(1, reported=False)))
    assert [len(row) for row in rows] == [22, 22, 22]
    figures_of_it = [
        *("832", "800", "32", "0", "259", "253", "98%", "153.860", "147.255", "96%"),
        *("259", "250", "97%", "240", "239"),
    ]
    assert rows[0] == [
        "1",
        "Chi bộ thôn Nguyễn Thị Hoa",
        *figures_of_it,
        "05-KH/CB, ngày 05/11/2026",
        *("5", "4"),
        "–",
        "",
    ]
    assert rows[1] == ["2", "Chi bộ thôn Trần Văn Đạt", *["–"] * 19, "Chưa báo cáo"]
    assert rows[2] == ["", "Tổng cộng", *figures_of_it, "1/2 đơn vị", "5", "4", "–", ""]


def test_the_annex_counts_each_form_of_sessions_as_the_text_does():
    own = Figures(
        sessions=4, sessions_in_person=1, sessions_online=1, sessions_mixed=1, sessions_split=1
    )
    report = a_report(a_unit(figures=own))
    assert annex_rows(report)[0][2:6] == ["4", "1", "1", "2"]
    assert words(report).count("1 hội nghị ") == 4


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"plan_number": "05-KH/CB"}, "05-KH/CB"),
        ({"plan_dated": date(2026, 2, 3)}, "ngày 03/02/2026"),
        ({}, "Đã ban hành"),
        ({"figures": Figures(members=3)}, "–"),
    ],
)
def test_a_plan_is_told_by_what_is_known_of_it(values, said):
    assert annex_rows(a_report(a_unit(**values)))[0][17] == said
