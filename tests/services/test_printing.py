import io
import json

import pytest
from msgspec.structs import replace
from PIL import Image

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import Cancelled, FileUnreadable, FolderReadOnly, MissingGlyphs, NotFound
from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.domain.recovery import RANDOM_BYTES, recovery_code
from qtapp.domain.units import ToneStyle
from tests.make import a_session_in, a_wave_in, an_id, some_random, write_protected
from tests.papers.sheets import text_of


@pytest.fixture
def wave(cell):
    return a_wave_in(cell)


@pytest.fixture
def session(cell, wave):
    return a_session_in(
        cell, wave, "Buổi 1", venue="Nhà văn hóa", chair="Lê Minh Ánh", minute_taker="Bùi Xuân Yên"
    )


def signin_text(book, session, **values):
    return text_of(book.printing.signin_pdf(session.id, **values))


def report_text(book, wave):
    return text_of(book.printing.wave_report_pdf(wave.id))


def test_the_sign_in_sheet_says_what_the_book_knows(cell, session):
    cell.units.save_profile(
        replace(
            cell.units.profile(),
            upper_line="Đảng bộ xã Suối Mẫu",
            place="Suối Mẫu",
            signer_name="Hoàng Y Niê",
        )
    )
    text = signin_text(cell, session)
    for words in (
        "ĐẢNG BỘ XÃ SUỐI MẪU",
        "CHI BỘ THÔN SUỐI MẪU",
        "Suối Mẫu, ngày 18 tháng 11 năm 2026",
        "về buổi 1 – đợt học tập quý IV",
        "Thời gian: 7 giờ 30, ngày 18/11/2026",
        "Địa điểm: Nhà văn hóa",
        "Chủ trì: Lê Minh Ánh",
        "T/M CHI BỘ BÍ THƯ Hoàng Y Niê",
        "NGƯỜI LẬP Bùi Xuân Yên",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("roles", "title", "signs"),
    [
        (["Bí thư"], "BÍ THƯ", True),
        (["bí thư Chi bộ"], "BÍ THƯ", True),
        (["Phó Bí thư"], "BÍ THƯ", False),
        (["Bí thư"], "PHÓ BÍ THƯ", False),
        (["Bí thư", "Bí thư Chi đoàn"], "BÍ THƯ", False),
    ],
)
def test_the_secretary_signs_where_the_profile_names_nobody(
    cell, wave, session, roles, title, signs
):
    cell.units.save_profile(replace(cell.units.profile(), signer_title=title))
    members = cell.members.all()
    for member, role in zip(members, roles, strict=False):
        cell.members.save(replace(member, party_role=role))
    said = f"T/M CHI BỘ {title} {members[0].full_name}"
    assert (said in signin_text(cell, session)) is signs
    assert (said in report_text(cell, wave)) is signs


def test_the_profiles_name_goes_before_the_secretarys(cell, session):
    cell.units.save_profile(replace(cell.units.profile(), signer_name="Hoàng Y Niê"))
    cell.members.save(replace(cell.members.all()[0], party_role="Bí thư"))
    assert "BÍ THƯ Hoàng Y Niê" in signin_text(cell, session)


def test_members_are_listed_once_by_given_name_with_their_offices(cell, session):
    cell.units.save_profile(replace(cell.units.profile(), signer_name="Mã Thị Sen"))
    first, second, third, *_ = cell.members.all()
    cell.members.save(replace(first, party_role="Bí thư", gov_role="Trưởng thôn"))
    cell.members.save(replace(second, kind=MemberKind.PROBATIONARY))
    cell.members.save(replace(third, status=MemberStatus.EXEMPT))
    text = signin_text(cell, session)
    names = [row.member.full_name for row in cell.attendance.sheet(session.id)]
    assert [text.count(name) for name in names] == [2 if "Ánh" in name else 1 for name in names]
    places = [text.index(f"{place} {name}") for place, name in enumerate(names, 1)]
    assert places == sorted(places)
    assert f"{first.full_name} Bí thư, Trưởng thôn" in text
    assert f"{second.full_name} Đảng viên dự bị" in text
    assert f"{third.full_name} Đảng viên Được miễn" in text


def test_attendance_is_no_note_on_a_sheet_to_sign(cell, session):
    member = cell.members.all()[0]
    cell.attendance.mark(session.id, member.id, AttendanceStatus.UNEXCUSED)
    assert f"{member.full_name} Đảng viên 2" in signin_text(cell, session)


def test_totals_are_blank_until_the_session_was_held(cell, session):
    assert "Tổng số: ……; có mặt: ……" in signin_text(cell, session)
    cell.attendance.mark(session.id, cell.members.all()[0].id, AttendanceStatus.EXCUSED)
    cell.attendance.finish(session.id)
    text = signin_text(cell, session)
    assert "Phải học: 6; có mặt: 5; vắng có lý do: 1; vắng không lý do: 0" in text


def test_columns_to_sign_and_spare_rows_are_the_users_choice(cell, session):
    text = signin_text(cell, session, signature_columns=2, spare_rows=2)
    assert "Ký sáng Ký chiều" in text
    assert "7 8 Tổng số" in text


def test_an_unplanned_session_and_a_unit_without_a_place_leave_room_to_write(cell, wave):
    session = a_session_in(cell, wave, starts_at="")
    text = signin_text(cell, session)
    assert "…………, ngày 20 tháng 11 năm 2026" in text
    assert "Thời gian" not in text
    assert "Địa điểm" not in text


def test_a_preview_leaves_nothing_on_the_disk(cell, wave, session, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    cell.printing.signin_pdf(session.id)
    cell.printing.wave_report_pdf(wave.id)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_the_file_is_the_same_as_the_preview(cell, wave, session, tmp_path):
    path = tmp_path / "in" / "danh sách.pdf"
    cell.printing.signin(session.id, path)
    assert path.read_bytes() == cell.printing.signin_pdf(session.id)
    cell.printing.wave_report(wave.id, path)
    assert path.read_bytes() == cell.printing.wave_report_pdf(wave.id)
    assert [each.name for each in path.parent.iterdir()] == ["danh sách.pdf"]


def test_a_report_is_written_by_who_reports(cell, wave, session):
    cell.attendance.finish(session.id)
    text = report_text(cell, wave)
    assert "Số -BC/CB" in text
    assert "6/6 đồng chí, đạt 100%" in text
    assert "Nơi nhận: - Cấp ủy cấp trên, - Lưu Chi bộ." in text
    assert "T/M CHI BỘ" in text


def test_a_committee_names_the_cells_it_waits_for(committee):
    text = report_text(committee, a_wave_in(committee))
    assert "Số -BC/ĐU" in text
    assert "T/M ĐẢNG ỦY" in text
    assert "chưa gửi kết quả: Chi bộ thôn Nà Mẫu; Chi bộ thôn Khuổi Mẫu." in text
    assert text.count("Chưa báo cáo") == 2


def test_the_tone_mark_stands_where_the_unit_wants_it(cell, wave):
    cell.units.save_profile(replace(cell.units.profile(), tone_style=ToneStyle.OLD))
    assert "- Cấp uỷ cấp trên," in report_text(cell, wave)


def test_the_figures_of_a_report_can_be_had_as_data(cell, wave):
    figures = json.loads(cell.printing.wave_report_json(wave.id))
    assert figures["total"]["members"] == 6
    assert figures["missing"] == []
    assert "Đợt".encode() in cell.printing.wave_report_json(wave.id)


def test_the_recovery_page_names_the_book_it_opens(cell, tmp_path):
    code, path = recovery_code(some_random()(RANDOM_BYTES)), tmp_path / "mã.pdf"
    cell.printing.recovery(code, path)
    text = text_of(path)
    assert "Chi bộ thôn Suối Mẫu Sổ: Chi bộ thôn Suối Mẫu.scb Lập ngày 20/11/2026" in text
    assert all(" ".join(group) in text for group in code.split("-"))


def test_pages_can_be_counted_and_looked_at(cell, session):
    pdf = cell.printing.signin_pdf(session.id)
    assert cell.printing.page_count(pdf) == 1
    assert Image.open(io.BytesIO(cell.printing.page_png(pdf, 0, 210))).width == 210
    with pytest.raises(FileUnreadable):
        cell.printing.page_count(b"")


def test_stopping_leaves_no_paper(cell, wave, session, tmp_path):
    def stop(_done, _total):
        raise Cancelled

    path = tmp_path / "a.pdf"
    with pytest.raises(Cancelled):
        cell.printing.signin(session.id, path, report=stop)
    with pytest.raises(Cancelled):
        cell.printing.wave_report(wave.id, path, stop)
    assert not path.exists()


def test_what_cannot_be_printed_is_said(cell, wave, session):
    with pytest.raises(NotFound):
        cell.printing.signin_pdf(an_id(7))
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        cell.printing.signin(session.id, folder / "a.pdf")
    cell.members.save(cell.members.new("Hoa 😀"))
    with pytest.raises(MissingGlyphs):
        cell.printing.signin_pdf(session.id)
