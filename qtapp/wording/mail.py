"""What went wrong with e-mail and what to do about it, in plain Vietnamese."""

from qtapp.domain import mail_errors as e
from qtapp.domain.errors import MailError

_KEPT = "Thư vẫn được giữ trong sổ."


def mail_sentence(error: MailError) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 - one page of sentences
    """Return what happened and what to do, for a person without technical knowledge."""
    match error:
        case e.MailNotSetUp():
            return (
                "Sổ này chưa có hộp thư để gửi, nhận.",
                "Hãy vào Thiết lập, phần “Thư điện tử”, cài hộp thư một lần.",
            )
        case e.MailPasswordMissing():
            return (
                "Máy này chưa giữ mật khẩu của hộp thư.",
                "Hãy vào Thiết lập, phần “Thư điện tử”, gõ lại mật khẩu hộp thư.",
            )
        case e.MailAddressMissing():
            return (
                "Chưa biết gửi thư đến địa chỉ nào.",
                "Hãy bấm “Địa chỉ thư…” và ghi địa chỉ thư của đơn vị nhận.",
            )
        case e.MailNoNetwork():
            return (
                "Máy chưa có mạng nên chưa gửi, nhận thư được.",
                f"{_KEPT} Khi có mạng, phần mềm sẽ tự gửi tiếp.",
            )
        case e.MailNameUnknown(host=host):
            return (
                f"Không tìm thấy máy chủ thư {host}.",
                "Hãy xem máy đã vào mạng chưa, rồi xem tên máy chủ trong Thiết lập có đúng không.",
            )
        case e.MailRefused(host=host):
            return (
                f"Máy chủ {host} không nhận kết nối ở cổng đã chọn.",
                "Hãy xem lại số cổng trong Thiết lập, hoặc hỏi người quản trị thư của cơ quan.",
            )
        case e.MailNoAnswer(host=host):
            return (
                f"Máy chủ {host} không trả lời kịp.",
                f"{_KEPT} Có thể mạng đang chậm, hãy thử lại sau ít phút.",
            )
        case e.MailNotEncrypted(host=host):
            return (
                f"Máy chủ {host} không cho kết nối được mã hóa ở cổng đã chọn, nên không gửi gì.",
                "Hãy thử cách mã hóa hoặc cổng khác trong Thiết lập, hoặc hỏi người quản trị thư.",
            )
        case e.MailCertificateWrong(host=host):
            return (
                f"Không chắc máy chủ vừa trả lời đúng là {host}, nên không gửi mật khẩu đi.",
                "Hãy xem lại tên máy chủ và ngày giờ của máy. Nếu vẫn vậy, đừng dùng mạng này, hãy hỏi "
                "người quản trị thư.",
            )
        case e.MailDropped(host=host):
            return (
                f"Kết nối với máy chủ {host} bị đứt giữa chừng.",
                "Phần đã xong không phải làm lại. Hãy thử lại khi mạng ổn định.",
            )
        case e.MailWrongPassword():
            return (
                "Tên đăng nhập hoặc mật khẩu hộp thư chưa đúng.",
                "Hãy gõ lại mật khẩu trong Thiết lập, để ý phím Caps Lock và bộ gõ tiếng Việt.",
            )
        case e.MailAppPasswordNeeded():
            return (
                "Hộp thư này không nhận mật khẩu thường từ phần mềm khác.",
                "Hãy vào trang quản lý tài khoản thư, tạo “mật khẩu ứng dụng” rồi gõ mật khẩu đó vào đây.",
            )
        case e.MailLoginClosed():
            return (
                "Nhà cung cấp thư không cho phần mềm khác đăng nhập bằng mật khẩu.",
                "Hãy bật IMAP trong phần cài đặt của hộp thư nếu có, hoặc dùng hộp thư khác. Vẫn có thể "
                "lưu gói rồi đính kèm thư bằng tay.",
            )
        case e.MailUnsure():
            return (
                "Đang chờ xem thư trước đã đi chưa, nên chưa gửi lại thư đó.",
                "Vài phút nữa phần mềm sẽ tự xem lại, không cần làm gì thêm.",
            )
        case e.MailFileBusy():
            return (
                "Chưa đọc được tệp của một thư đang chờ gửi, có thể phần mềm diệt vi-rút đang giữ tệp.",
                f"{_KEPT} Phần mềm sẽ tự gửi lại, không cần làm gì thêm.",
            )
        case e.MailFileGone():
            return (
                "Tệp của một thư đang chờ gửi không còn trên máy nên thư đó chưa đi.",
                "Hãy bấm “Gửi thư” để làm gói mới thay vào; dữ liệu trong sổ không mất.",
            )
        case e.MailBoxFull(address=address):
            return (
                f"Hộp thư {address} đã đầy nên chưa nhận được thư.",
                f"{_KEPT} Hãy báo đơn vị nhận xóa bớt thư; phần mềm sẽ gửi lại.",
            )
        case e.MailTooLarge():
            return (
                "Thư lớn hơn mức máy chủ cho gửi.",
                "Hãy vào Thiết lập bấm “Thử và lưu” để đo lại, rồi gửi lại: gói sẽ được chia nhỏ hơn.",
            )
        case e.MailRecipientRefused(address=address):
            return (
                f"Máy chủ không nhận thư gửi đến {address}.",
                "Hãy xem lại địa chỉ thư của đơn vị nhận rồi gửi lại.",
            )
        case e.MailTryLater(host=host):
            return (
                f"Máy chủ {host} đang bận, hẹn gửi lại sau.",
                f"{_KEPT} Phần mềm sẽ tự gửi lại, không cần làm gì thêm.",
            )
        case e.MailNotTaken(reply=reply):
            return (
                f"Máy chủ thư không làm theo yêu cầu, trả lời: “{reply}”.",
                "Hãy thử lại sau. Nếu vẫn vậy, hãy đưa câu này cho người quản trị thư.",
            )
        case _:
            return "Chưa gửi, nhận được thư.", "Hãy thử lại sau ít phút."
