"""What failed and what to do: every failure the user can meet, on one page, in plain Vietnamese."""

from collections.abc import Sequence

from qtapp.domain import errors as e
from qtapp.domain.reasons import LineProblem
from qtapp.wording.bundles import UPDATE, bundle_sentence
from qtapp.wording.carrying import carrier_sentence
from qtapp.wording.labels import field_label, table_label
from qtapp.wording.reasons import line_sentence, reason_sentence

Sentences = tuple[str, str]
"""What happened, and what to do about it (empty if nothing needs doing)."""

_TRY_AGAIN = "Hãy thử lại sau ít phút."


_WORD_FAULTS = {
    "old": "đây là tệp Word kiểu cũ (.doc) hoặc tệp có mật khẩu.",
    "other": "đây không phải tệp Word (.docx).",
    "large": "tệp quá lớn.",
}
_WORD_ADVICE = "Hãy mở tệp bằng Word, bỏ mật khẩu nếu có, lưu lại thành .docx rồi thử lại."


def sentence(error: e.AppError) -> Sentences:  # noqa: C901, PLR0911, PLR0912 - one page of sentences
    """Return what happened and what to do, for a person without technical knowledge."""
    match error:
        case e.StoreError():
            return _of_store(error)
        case e.LockError():
            return _of_lock(error)
        case e.CarrierError():
            return carrier_sentence(error)
        case e.TableFileError():
            return _of_table_file(error)
        case e.BundleError():
            return bundle_sentence(error)
        case e.MailError():
            from qtapp.wording.mail import mail_sentence  # noqa: PLC0415 - not for every start

            return mail_sentence(error)
        case e.UpdateError():
            from qtapp.wording.updating import update_sentence  # noqa: PLC0415 - as above

            return update_sentence(error)
        case e.Cancelled():
            return "Đã dừng theo ý đồng chí.", "Không có gì bị thay đổi."
        case e.NotFound(kind="records", id=table):
            return (
                f"Không có loại bản ghi “{table[:60]}”.",
                "Gõ “sochibo records list” để xem các loại.",
            )
        case e.NotFound(kind=kind):
            return (
                f"Không tìm thấy mục “{table_label(kind)}” cần mở.",
                "Có thể mục này vừa bị xóa. Hãy quay lại danh sách và chọn mục khác.",
            )
        case e.Invalid(field=field, reason=reason, value=value):
            return reason_sentence(field_label(field), reason, value), "Hãy sửa lại rồi lưu."
        case e.ThisLaptop():
            return (
                "Đây là chính máy đang dùng nên không thu hồi ở đây được.",
                "Thu hồi rồi thì không nơi nào nhận gói của máy này nữa. Nếu thôi dùng máy, hãy thu hồi trên máy "
                "khác của đơn vị, hoặc ở sổ của cấp trên.",
            )
        case e.NotImportable(table=table):
            return (
                f"Bản ghi loại “{table_label(table)}” do phần mềm tự ghi nên không nhập được.",
                "Gõ “sochibo records list” để xem những loại nhập được.",
            )
        case e.SecretRefused(line=line):
            what = f"Dòng {line}: văn bản" if line else "Văn bản"
            return (
                f"{what} này mang dấu độ mật nên sổ không nhận, kể cả tên văn bản.",
                "Tài liệu mật phải được quản lý theo quy định bảo vệ bí mật nhà nước, không đưa vào "
                "máy tính này. Nếu văn bản không mật mà chỉ có chữ “mật” với nghĩa khác (mật ong, mật "
                "mía…), hãy gõ tên bằng chữ thường, không để chữ ấy trong ngoặc hay đứng riêng ở đầu, "
                "ở cuối, rồi lưu lại.",
            )
        case e.LinesRejected(problems=problems):
            return (
                f"Có {len(problems)} chỗ chưa đúng nên chưa ghi gì vào sổ: {_first_lines(problems)}",
                "Hãy sửa các dòng này trong tệp rồi nhập lại.",
            )
        case e.WordUnreadable(path=path, why=why):
            fault = _WORD_FAULTS.get(why, "tệp bị hỏng.")
            return f"Không kiểm tra được tệp {path}: {fault}", _WORD_ADVICE
        case e.MissingGlyphs(characters=characters, where=where):
            place = f" (ở “{where[:60]}”)" if where else ""
            return (
                f"Phông chữ để in không có các ký tự: {' '.join(characters)}{place}",
                "Hãy thay các ký tự này bằng chữ thường dùng rồi in lại.",
            )
        case e.PaperError():
            return "Chưa tạo được bản in.", _TRY_AGAIN
        case _:
            return "Việc vừa rồi chưa làm được.", "Dữ liệu trong sổ vẫn an toàn. " + _TRY_AGAIN


def either(words: Sequence[str]) -> str:
    """Return words as a choice: `.pdf, .xlsx hoặc .json`."""
    return " hoặc ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _of_store(error: e.StoreError) -> Sentences:  # noqa: C901, PLR0911, PLR0912 - see above
    match error:
        case e.StoreMissing(path=path):
            return (
                f"Không thấy tệp sổ tại {path}",
                "Nếu sổ nằm trên USB, hãy cắm USB vào. Nếu đã chuyển chỗ, hãy chọn lại tệp sổ.",
            )
        case e.StoreExists(path=path) if path.endswith(".keys"):
            return (
                f"Ở đây có tệp khóa của một sổ khác: {path}",
                "Hãy chọn tên khác hoặc thư mục khác. Đừng xóa tệp khóa này: thiếu nó thì không "
                "mở được sổ kia nữa.",
            )
        case e.StoreExists(path=path, folder=True):
            return (
                f"Thư mục đã có sẵn, không còn trống: {path}",
                "Hãy chọn một thư mục mới. Thư mục cũ không bị động đến.",
            )
        case e.StoreExists(path=path):
            return (
                f"Đã có một tệp tại {path}",
                "Hãy chọn tên khác hoặc thư mục khác. Tệp cũ không bị động đến.",
            )
        case e.NotOverABook(path=path):
            return (
                f"Chỗ này chỉ dành cho một cuốn sổ và tệp khóa của nó: {path}",
                "Chưa ghi gì, sổ không bị động đến. Hãy đặt tên khác cho tệp cần ghi.",
            )
        case e.WrongEnding(path=path, endings=endings):
            return (
                f"Tên tệp phải kết thúc bằng {either(endings)}: {path}",
                "Chưa ghi gì. Hãy đặt lại tên tệp rồi ghi lại.",
            )
        case e.StoreBusy():
            return (
                "Sổ đang được mở ở một cửa sổ khác.",
                "Hãy đóng cửa sổ Sổ Chi Bộ kia rồi thử lại.",
            )
        case e.StoreDamaged():
            return (
                "Tệp sổ bị hỏng nên không mở được.",
                "Đừng xóa tệp này. Hãy mở bản sao lưu gần nhất trong thư mục của sổ.",
            )
        case e.StoreTooNew():
            return "Sổ này do một bản Sổ Chi Bộ mới hơn ghi.", UPDATE
        case e.StoreMismatch():
            return (
                "Sổ này do một bản chạy thử của Sổ Chi Bộ ghi, bản đang dùng không đọc được.",
                "Đừng xóa tệp này: bản đã ghi nó vẫn mở được. Hãy mở bản sao lưu khác, hoặc xin thư mời "
                "của cấp trên để lập lại sổ và nhận lại những gì đã gửi.",
            )
        case e.NotABook(path=path):
            return f"Tệp này không phải là sổ của Sổ Chi Bộ: {path}", "Hãy chọn đúng tệp sổ."
        case e.FolderReadOnly(path=path):
            return (
                f"Không ghi được vào {path}",
                "Hãy chọn thư mục khác, hoặc mở khóa chống ghi của USB.",
            )
        case e.DiskFull():
            return (
                "Ổ đĩa đã hết chỗ trống nên chưa lưu được.",
                "Hãy xóa bớt tệp không cần dùng rồi thử lại.",
            )
        case e.FileUnreadable(path=path):
            return (
                f"Không đọc được tệp {path}",
                "Hãy kiểm tra tệp còn ở đó, không bị phần mềm khác giữ, rồi chọn lại.",
            )
        case _:
            return "Không dùng được tệp sổ.", _TRY_AGAIN


def _of_lock(error: e.LockError) -> Sentences:
    match error:
        case e.WrongPassphrase():
            return (
                "Mật khẩu chưa đúng.",
                "Hãy gõ lại, để ý phím Caps Lock và bộ gõ tiếng Việt. Nếu quên mật khẩu, "
                "hãy dùng mã khôi phục đã in.",
            )
        case e.WrongRecoveryCode(group=0):
            return (
                "Mã khôi phục không mở được sổ này.",
                "Hãy xem tờ giấy in mã có đúng là của sổ này không, rồi gõ lại.",
            )
        case e.WrongRecoveryCode(group=group):
            return (
                f"Mã khôi phục sai ở nhóm thứ {group}.",
                "Hãy so lại nhóm này với tờ giấy đã in.",
            )
        case e.KeysMissing(path=path, damaged=True):
            return (
                f"Tệp khóa đi cùng sổ bị hỏng: {path}",
                "Đừng xóa tệp này. Hãy chép tệp khóa từ bản sao lưu về bên cạnh tệp sổ, hoặc mở bản sao lưu.",
            )
        case e.KeysMissing(path=path):
            return (
                f"Thiếu tệp khóa đi cùng sổ: {path}",
                "Hãy chép tệp khóa về lại bên cạnh tệp sổ, hoặc mở bản sao lưu.",
            )
        case e.VaultLocked(why="no_keyring"):
            return (
                "Máy này không có kho mật khẩu dùng được, hoặc kho đang khóa.",
                "Sổ vẫn mở được bằng mật khẩu. Muốn máy nhớ mật khẩu, hãy mở khóa kho của máy rồi thử lại.",
            )
        case e.VaultLocked(why="nobody_types"):
            return (
                "Lệnh này cần mật khẩu hoặc mã, mà không có ai để gõ.",
                "Hãy chạy lệnh trong cửa sổ dòng lệnh, hoặc đặt biến môi trường, ví dụ SOCHIBO_PASSPHRASE.",
            )
        case e.VaultLocked():
            return (
                "Máy này chưa nhớ mật khẩu của sổ.",
                "Hãy gõ mật khẩu để mở.",
            )
        case _:
            return "Chưa mở khóa được sổ.", "Hãy gõ lại mật khẩu hoặc dùng mã khôi phục."


def _of_table_file(error: e.TableFileError) -> Sentences:
    match error:
        case e.TableUnreadable(path=path):
            return (
                f"Không đọc được danh sách trong tệp {path}",
                "Hãy mở tệp bằng Excel xem có đúng là danh sách không, lưu lại thành tệp .xlsx rồi nhập lại.",
            )
        case e.TableProtected(path=path):
            return (
                f"Tệp {path} có đặt mật khẩu nên chưa đọc được.",
                "Hãy mở tệp bằng Excel, vào Tệp → Thông tin → Bảo vệ sổ làm việc để bỏ mật khẩu, lưu lại rồi nhập lại.",
            )
        case e.TableTooLarge(limit=limit, line=line) if line:
            return (
                f"Dòng {line} dài quá: mỗi dòng chỉ nhận đến {limit >> 20} MB.",
                "Chưa ghi gì vào sổ. Hãy chia nội dung dòng này ra nhiều bản ghi rồi nhập lại.",
            )
        case e.TableTooLarge(limit=limit):
            return (
                f"Danh sách quá lớn: chỉ nhận đến {_number(limit)} dòng.",
                "Hãy chia thành nhiều tệp nhỏ rồi nhập từng tệp.",
            )
        case e.HeaderNotFound():
            return (
                "Không thấy dòng tiêu đề cột trong danh sách.",
                "Danh sách cần có một dòng ghi tên cột, ít nhất là cột “Họ và tên”. Hãy mở tệp bằng Excel xem; "
                "nếu không ra bảng thì đây không phải tệp danh sách, hãy chọn tệp khác.",
            )
        case _:
            return "Không đọc được danh sách này.", "Hãy lưu lại bằng Excel rồi thử lại."


def _first_lines(problems: Sequence[LineProblem]) -> str:
    shown = " ".join(line_sentence(problem) for problem in problems[:3])
    return shown if len(problems) <= 3 else shown + " …"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
