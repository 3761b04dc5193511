"""What is wrong with a setup file on a stick, in plain Vietnamese."""

from qtapp.domain import update_errors as e
from qtapp.domain.errors import UpdateError


def update_sentence(error: UpdateError) -> tuple[str, str]:
    """Return what happened, and what to do about it."""
    match error:
        case e.UpdateNotHere():
            return (
                "Bản phần mềm này không tự cập nhật từ USB được.",
                "Chỉ bản cài bằng bộ cài chính thức trên Windows mới kiểm tra được chữ ký. Đồng chí có thể "
                "đóng phần mềm rồi chạy bộ cài mới nhận từ nơi tin cậy.",
            )
        case e.UpdateNotFound(path=""):
            return (
                "Trong mục Văn bản chưa có bộ cài mới cùng tệp chữ ký của nó.",
                "Hai tệp SoChiBo-…-setup.exe và SoChiBo-…-setup.exe.sig phải cùng được đính kèm một văn bản; "
                "nhận gói của cấp trên rồi xem lại.",
            )
        case e.UpdateNotFound(path=path):
            return (
                f"Không thấy bộ cài cùng tệp chữ ký của nó trong {path}",
                "Cần cả hai tệp ở cùng một chỗ: SoChiBo-…-setup.exe và SoChiBo-…-setup.exe.sig.",
            )
        case e.UpdateUntrusted():
            return (
                "Chữ ký của bộ cài này không phải của Sổ Chi Bộ.",
                "Không chạy tệp này. Hãy báo cho cấp trên và xin lại bộ cài.",
            )
        case e.UpdateDamaged():
            return (
                "Bộ cài này đã bị hỏng hoặc bị sửa.",
                "Không chạy tệp này. Hãy chép lại cả bộ cài và tệp chữ ký.",
            )
        case e.UpdateNotNewer(found=found, running=running):
            return (
                f"Bộ cài này là bản {found}; máy đang dùng bản {running}, không cũ hơn.",
                "Không cần làm gì.",
            )
        case _:
            return "Không dùng được bộ cài này.", "Hãy xin lại bộ cài."
