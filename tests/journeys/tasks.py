"""What people do with the app from beginning to end, told in what they press, write and see."""

import re
from datetime import date
from pathlib import Path

from tests.journeys.hands import Person
from tests.make import PASSPHRASE


def unlocks(person: Person) -> None:
    """Open the book that the app was started with."""
    person.write("Mật khẩu", PASSPHRASE)
    person.press("/^Mở sổ$/")
    person.sees("Việc cần làm")


def founds_a_book(person: Person, unit: str, folder: Path) -> None:
    """Make a new book: who one is, its passphrase, the recovery code on paper. Ends at the first list."""
    person.press("Lập sổ mới")
    person.write("Tên tổ chức đảng", unit)
    person.write("Dòng trên", "ĐẢNG BỘ XÃ SUỐI MẪU")
    person.write("Địa danh", "Suối Mẫu")
    person.press("Tiếp tục")
    sets_a_passphrase(person)
    person.press("Lập sổ")
    puts_the_code_away(person, folder)


def sets_a_passphrase(person: Person) -> None:
    """Type a new passphrase twice."""
    person.write("Mật khẩu", PASSPHRASE)
    person.write("Gõ lại", PASSPHRASE)


def puts_the_code_away(person: Person, folder: Path) -> None:
    """Have the recovery code written to a file to be printed, and say that it is kept."""
    person.sees("Cất giữ mã khôi phục")
    person.press("In tờ mã khôi phục (PDF)")
    person.names_a_file(folder / "mã khôi phục.pdf")
    person.press("Tôi đã cất giữ mã khôi phục")
    person.press("Tiếp tục")


def imports_the_first_list(person: Person, path: Path, count: int) -> None:
    """Bring the members in, from the last page of the guide on."""
    person.press("Lấy từ tệp Excel")
    person.names_a_file(path)
    person.press(f"Nhập {count} đồng chí")
    person.sees(f"{count} đồng chí")


def prints_a_sheet(person: Person, printed: Path, day: date) -> None:
    """Open a wave, add a session with its day, and have its sign-in sheet printed."""
    person.go("Đợt học tập")
    person.press("Mở đợt học tập đầu tiên")
    person.write("Tên đợt", "Học tập Nghị quyết 57")
    person.saves()
    person.go("Buổi học")
    person.press("Thêm buổi học đầu tiên")
    person.write("Thời gian bắt đầu", f"{day:%d/%m/%Y}")
    person.write("Giờ bắt đầu", "7h30")
    person.press("/^Thêm buổi học$/")
    person.press("Danh sách ký tên")
    prints(person, printed)


def prints(person: Person, printed: Path) -> None:
    """Print what is shown into a file, which the printing dialog of every system offers."""
    person.sees("Trang 1/")
    person.press("/^In$/")
    person.write("Tệp kết quả", str(printed))
    person.press("/^In$/")
    person.sees("Đã gửi")


def calls_the_roll(person: Person) -> None:
    """Mark who is there and who is not, and end the roll call."""
    person.go("Buổi học")
    person.open_row("Buổi 1")
    person.marks("c", "Có mặt")
    person.marks("v", "Vắng có lý do")
    person.marks("c", "Có mặt")
    person.press("Hoàn thành điểm danh")
    person.sees("Đã hoàn thành điểm danh")


def takes_in_an_essay(person: Person, name: str, photo: Path) -> None:
    """Open the essay of one member and keep a photo of the handwriting with it."""
    person.go("Bài thu hoạch")
    person.open_row(name)
    person.press("Đính kèm tệp hoặc ảnh")
    person.names_a_file(photo)
    person.sees(f"Đã đính kèm {photo.name}")


def plans_a_task(person: Person, owner: str, deadline: date) -> None:
    """Begin an action plan and write its first task with the six things that must be clear."""
    person.go("Kế hoạch hành động")
    person.press("Lập kế hoạch")
    person.saves()
    person.press("Thêm nhiệm vụ")
    person.write("Việc phải làm", "Lắp 3 điểm wifi công cộng")
    person.write("Người chịu trách nhiệm", owner)
    person.write("Thời hạn", f"{deadline:%d/%m/%Y}")
    person.write("Sản phẩm", "3 điểm wifi")
    person.write("Thước đo", "3/3 điểm hoạt động")
    person.saves()
    person.sees("Đã lưu nhiệm vụ")


def sends_up(person: Person, folder: Path) -> None:
    """Write the bundle for the committee into a folder."""
    person.go("Gói dữ liệu")
    person.press("Gửi lên cấp trên")
    person.names_a_file(folder)
    person.sees("Có thể rút USB")


def imports_members(person: Person, path: Path) -> None:
    """Bring a list into a book with people in it, after a look at what will become of its rows."""
    person.go("Đảng viên")
    person.press("/^Nhập từ Excel$/")
    person.names_a_file(path)
    person.press("/^Nhập [0-9]+ đồng chí$/")
    person.sees("Đã nhập")


def opens_by_the_code(person: Person, code: str) -> None:
    """Open a book whose passphrase is forgotten, and give it a new one."""
    person.press("Quên mật khẩu")
    person.write("Mã khôi phục", code)
    person.press("/^Mở sổ$/")
    person.sees("Đặt mật khẩu mới")
    sets_a_passphrase(person)
    person.press("Lưu và mở sổ")
    person.sees("Việc cần làm")


def invites_a_laptop(person: Person, stick: Path) -> str:
    """Have a letter for a second laptop written to a stick, and return the code that is shown."""
    person.go("Gói dữ liệu")
    person.press("Thêm máy thứ hai")
    person.press("Chọn USB")
    person.names_a_file(stick)
    person.sees("Mã chỉ hiện một lần")
    code = re.search(r"^Mã: (\d{4} \d{4})$", person.said(), re.MULTILINE)
    assert code is not None, person.said()
    person.press("Đã ghi mã")
    return code[1]


def joins(person: Person, letter: Path, code: str, folder: Path) -> None:
    """Make the second laptop's book from the letter and the code."""
    person.press("Vào bằng thư mời")
    person.press("Chọn tệp")
    person.names_a_file(letter)
    person.write("Mã của thư mời", code)
    sets_a_passphrase(person)
    person.press("/^Vào sổ$/")
    puts_the_code_away(person, folder)
