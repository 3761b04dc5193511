"""What went wrong with a stick, a letter or a paper on its way, in plain Vietnamese."""

from qtapp.domain import errors as e


def carrier_sentence(error: e.CarrierError) -> tuple[str, str]:
    """Return what happened, and what to do about it."""
    match error:
        case e.StickGone(path=path):
            return (
                f"Không còn ghi, đọc được {path}: USB đã bị rút giữa chừng hoặc bị hỏng.",
                "Hãy cắm lại USB rồi làm lại từ đầu. Dữ liệu trong sổ vẫn còn nguyên.",
            )
        case e.CopyDiffers():
            return (
                "Đã ghi nhưng đọc lại thì khác: USB này có thể bị hỏng.",
                "Tệp ghi sai đã được bỏ đi. Hãy dùng USB khác.",
            )
        case e.TooManyFiles(limit=limit):
            return (
                f"Ở đây có quá nhiều tệp nên chỉ xem {limit} tệp đầu.",
                "Nếu chưa thấy gói cần nhận, hãy bấm “Nhận tệp” rồi chọn đúng tệp đó.",
            )
        case e.NothingInLetter():
            return (
                "Thư này không kèm gói dữ liệu nào.",
                "Hãy mở thư, lưu tệp đính kèm về máy rồi nhận tệp đó.",
            )
        case e.TooMuchForPaper(size=size, most=most):
            return (
                f"Gói này lớn {_kilobytes(size)} nên không in thành mã được; nhiều nhất là "
                f"{_kilobytes(most)}.",
                "Hãy gửi bằng USB, thư điện tử hoặc Zalo.",
            )
        case e.NoCodes(path=path):
            return (
                f"Không thấy mã nào của Sổ Chi Bộ trong {path}",
                "Hãy chụp lại: cả tờ giấy nằm trong ảnh, đủ sáng, không nhòe, máy để thẳng phía trên.",
            )
        case e.CodesMissing(missing=missing, total=total):
            numbers = ", ".join(str(number) for number in missing)
            return (
                f"Bản in gồm {total} mã, còn thiếu mã {numbers}.",
                "Các mã đã đọc được giữ lại. Hãy chụp thêm chỗ có mã còn thiếu rồi đọc tiếp.",
            )
        case _:
            return "Chưa chuyển được gói dữ liệu.", "Hãy thử lại sau ít phút."


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024)} KB"
