"""What went wrong with a bundle or an invitation, and what to do, in plain Vietnamese."""

from collections.abc import Mapping

from qtapp.domain import errors as e
from qtapp.wording.labels import table_label

UPDATE = "Hãy cài bản Sổ Chi Bộ mới hơn rồi mở lại. Dữ liệu vẫn còn nguyên."
_ASK_AGAIN = "Hãy xin đơn vị gửi chép lại tệp này sang USB rồi thử lại."
_ASK_WHO = "Hãy hỏi lại đơn vị gửi. Chỉ nhận gói từ đơn vị đã mời hoặc đã được mời."

_FORGED = (
    "Chữ ký trong gói không khớp với người gửi: gói đã bị sửa hoặc do người khác làm ra.",
    "Đừng dùng tệp này. Hãy báo đơn vị gửi và xin họ làm gói mới.",
)
_NOT_ENTITLED = (
    "Người làm ra gói này không có quyền gửi thay đơn vị ghi trong gói, nên chưa nhận gì vào sổ.",
    _ASK_WHO,
)
_UNTRUSTED: Mapping[str, tuple[str, str]] = {
    "signature": _FORGED,
    "certificate signature": _FORGED,
    "recipients": (
        "Gói này vốn làm cho nơi khác rồi được chuyển tiếp đến đây, nên chưa nhận gì vào sổ.",
        "Hãy xin đơn vị gửi làm gói gửi thẳng cho đơn vị mình.",
    ),
    "revoked": (
        "Gói do một máy đã bị thu hồi làm ra, hoặc do máy mà máy ấy mời thêm, nên chưa nhận.",
        "Nếu máy vẫn của đơn vị, hãy làm thư mời mới cho máy rồi gửi lại gói. Nếu máy bị mất, "
        "cứ để gói ở đây.",
    ),
    "epoch": (
        "Gói do một máy còn dùng giấy phép cũ làm ra, mà giấy phép cũ đã bị hủy hết.",
        "Hãy làm thư mời mới cho máy ấy rồi gửi lại gói.",
    ),
    "foreign root": (
        "Gói của một cấp ủy hoặc đơn vị chưa nối với sổ này, nên chưa nhận gì vào sổ.",
        "Nếu đơn vị mới chuyển cấp trên, hãy nhận thư mời của cấp trên mới. Gói vẫn được giữ.",
    ),
    "invitation": (
        "Người làm ra gói này chưa được đơn vị hay cấp ủy mời, nên chưa nhận gì vào sổ.",
        _ASK_WHO,
    ),
}
"""By the check that failed; the other checks are of people who certify more than they may."""

_TOO_MUCH = (
    "Gói dữ liệu lớn hơn mức cho phép, nên chưa nhận gì vào sổ.",
    "Hãy báo đơn vị gửi kiểm tra lại tệp.",
)
_BURSTING = (
    "Gói dữ liệu nén bất thường, mở ra sẽ lớn quá mức cho phép, nên chưa nhận gì vào sổ.",
    "Đây không phải gói do Sổ Chi Bộ làm ra. Hãy báo đơn vị gửi.",
)
_TOO_MANY_ROWS = (
    "Gói có quá nhiều bảng hoặc quá nhiều dòng, nên chưa nhận gì vào sổ.",
    "Hãy báo đơn vị gửi kiểm tra lại sổ của mình.",
)
_TOO_LARGE: Mapping[str, tuple[str, str]] = {
    "waiting": (
        "Đã có quá nhiều gói chờ đủ phần, nên phần này chưa được xếp vào chờ.",
        "Hãy nhận nốt phần còn thiếu của các gói đang chờ, hoặc bỏ gói không cần, rồi nhận lại tệp này.",
    ),
    "part": (
        "Tệp này lớn hơn 64 MB nên không phải một phần của gói dữ liệu.",
        "Hãy chọn đúng tệp mà đơn vị kia đã gửi.",
    ),
    "parts": (
        "Gói phải chia thành quá nhiều phần.",
        "Hãy chọn cỡ phần lớn hơn, hoặc gửi bằng USB.",
    ),
    "bundle": (
        "Gói dữ liệu vượt quá 2 GB nên không gửi, nhận được.",
        "Hãy bớt tệp đính kèm lớn rồi làm lại gói.",
    ),
    "blob": (
        "Gói có tệp đính kèm lớn hơn 100 MB, nên chưa nhận gì vào sổ.",
        "Hãy xin đơn vị gửi bỏ hoặc thu nhỏ tệp ấy rồi làm lại gói.",
    ),
    "recipients": (
        "Gói ghi quá nhiều nơi nhận.",
        "Hãy thu hồi các máy và thư mời không còn dùng rồi làm lại gói.",
    ),
    "lam": (
        "Gói đánh số các lần sửa lớn khác thường, nhận vào thì về sau không sửa tiếp được, "
        "nên chưa nhận gì vào sổ.",
        "Hãy báo đơn vị gửi kiểm tra lại máy và chương trình đã làm ra gói.",
    ),
    **dict.fromkeys(("window", "ratio", "section", "tables"), _BURSTING),
    **dict.fromkeys(("sections", "rows", "block rows", "row", "columns"), _TOO_MANY_ROWS),
}
"""By the limit that was passed (bundle-format.md, section Limits); the others say that much."""


def bundle_sentence(error: e.BundleError) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 - one page of sentences
    """Return what happened, and what to do about it."""
    match error:
        case e.InvitationError():
            return _of_invitation(error)
        case e.NotABundle():
            return (
                "Tệp này không phải gói dữ liệu hay thư mời của Sổ Chi Bộ.",
                "Hãy chọn đúng tệp mà đơn vị kia đã gửi.",
            )
        case e.BundleTooNew():
            return "Gói dữ liệu do một bản Sổ Chi Bộ mới hơn làm ra.", UPDATE
        case e.BundleDamaged():
            return (
                "Gói dữ liệu bị hỏng hoặc chép chưa hết, nên chưa nhận gì vào sổ.",
                _ASK_AGAIN,
            )
        case e.BundleTooLarge(limit=limit):
            return _TOO_LARGE.get(limit, _TOO_MUCH)
        case e.BundleNotOurs():
            return (
                "Gói dữ liệu này gửi cho đơn vị khác hoặc máy khác nên sổ này không mở được.",
                "Hãy chọn gói gửi cho đơn vị mình. Đúng gói cấp trên gửi cho đơn vị mà vẫn không mở được thì "
                "cấp trên chưa nhận máy này (thư mời đã dùng trên máy khác): hãy xin thư mời mới.",
            )
        case e.BundleUntrusted(why=why):
            return _UNTRUSTED.get(why, _NOT_ENTITLED)
        case e.BundleOutOfScope():
            return (
                "Gói này ghi vào phần việc không thuộc đơn vị gửi, nên chưa nhận gì vào sổ.",
                "Hãy hỏi lại đơn vị gửi.",
            )
        case e.BundleHeld(table=table, gone=gone, live=live):
            return (
                f"Gói này sẽ xóa {gone} trong số {live} mục “{table_label(table)}” đang có nên được "
                "giữ lại, chưa nhập.",
                "Hãy hỏi lại đơn vị gửi. Đúng là đã xóa thì chọn nhập; nhầm thì từ chối. "
                "Tệp gốc vẫn được giữ.",
            )
        case e.BundleIncomplete(missing=missing, total=total):
            parts = ", ".join(str(part) for part in missing)
            return (
                f"Gói gồm {total} phần, còn thiếu phần {parts}.",
                "Phần đã có được giữ lại. Hãy chép nốt phần còn thiếu rồi nhận tiếp.",
            )
        case e.TooManyLaptops():
            return (
                "Đơn vị đã có đủ số máy và thư mời chưa dùng mà một gói gửi tới được, nên chưa làm thư mời.",
                "Hãy thu hồi máy không dùng nữa hoặc hủy thư mời cũ, rồi mời lại.",
            )
        case e.NotInvited(name=name):
            return (
                f"{name}: chưa mời, hoặc mọi máy và thư mời đã bị thu hồi, nên chưa có ai mở được gói.",
                "Hãy làm thư mời cho đơn vị rồi gửi lại.",
            )
        case e.NoOtherLaptop():
            return (
                "Đơn vị chưa có máy nào khác để gửi.",
                "Hãy bấm “Thêm máy thứ hai” để mời một máy.",
            )
        case e.NotJoined():
            return (
                "Sổ này chưa nối với cấp trên nên chưa gửi được.",
                "Hãy xin cấp ủy cấp trên một thư mời, rồi chọn “Nhận thư mời”.",
            )
        case _:
            return "Chưa nhận được gói dữ liệu này.", _ASK_AGAIN


def _of_invitation(error: e.InvitationError) -> tuple[str, str]:
    match error:
        case e.InvitationWrongCode():
            return (
                "Mã của thư mời chưa đúng.",
                "Hãy gõ lại mã cấp trên đã đọc hoặc ghi cho đồng chí.",
            )
        case e.InvitationUsed():
            return (
                "Thư mời này đã được dùng trên một máy khác; mỗi thư mời chỉ dùng cho một máy.",
                "Hãy làm thư mời mới cho máy gửi gói này rồi gửi lại. Nếu ở mục các máy có hai máy vào bằng một "
                "thư mời thì thu hồi máy không dùng: máy còn lại lại gửi được.",
            )
        case e.InvitationTooLate():
            return (
                "Sổ này đã có đơn vị trực thuộc hoặc máy thứ hai, nên không mang tên khác được nữa.",
                "Hãy bấm “Làm giấy giới thiệu”, đưa cấp trên nhận vào danh sách, rồi xin thư mời làm từ đó.",
            )
        case e.InvitationNotForHere():
            return (
                "Sổ này đã thuộc một đơn vị khác nên không dùng được thư mời này.",
                "Hãy tạo một sổ mới rồi nhận thư mời trong sổ đó.",
            )
        case _:
            return "Không dùng được thư mời này.", "Hãy xin cấp trên làm thư mời mới."
