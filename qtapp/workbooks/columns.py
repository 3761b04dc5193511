"""The columns of member lists: which heading means which field."""

from qtapp.workbooks.vocabulary import Vocabulary

OFFICIAL_HEADINGS: tuple[str, ...] = (
    "STT",
    "ID",
    "Họ và tên *",
    "Tên gọi khác",
    "Giới tính *",
    "Sinh ngày * (dd/mm/yyyy)",
    "Dân tộc *",
    "Tôn giáo *",
    "Số định danh cá nhân *",
    "Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
    "Nơi cấp thẻ Đảng",
    "Ngày cấp thẻ Đảng (dd/mm/yyyy)",
    "Số thẻ theo Đảng quyết định 85",
    "Tổ chức Đảng đang sinh hoạt * (không sửa)",
    "Nơi đăng ký khai sinh - Quốc gia *",
    "Nơi đăng ký khai sinh - Tỉnh *",
    "Nơi đăng ký khai sinh - Địa chỉ chi tiết *",
    "Quê quán (theo mô hình 2 cấp) - Quốc gia *",
    "Quê quán (theo mô hình 2 cấp) - Tỉnh *",
    "Quê quán (theo mô hình 2 cấp) - Địa chỉ chi tiết *",
    "Thường trú (theo mô hình 2 cấp) - Quốc gia *",
    "Thường trú (theo mô hình 2 cấp) - Tỉnh *",
    "Thường trú (theo mô hình 2 cấp) - Địa chỉ chi tiết *",
    "Ngày vào Đảng* (dd/mm/yyyy)",
    "Ngày vào Đảng chính thức* (dd/mm/yyyy)",
    "Số CMND cũ (nếu có)",
    "Trạng thái hoạt động",
    "Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng (dd/mm/yyyy)",
    'Đề nghị xóa (do đang viên không thuộc chi bộ)/ (Nếu muốn xóa chọn "có", còn không bỏ qua)',
)
"""The 29 columns of the official clean-up template of 2025-26, word for word (rules §5.1)."""

# Each source of a member's data with the headings met in real lists (rules §5.2).
_SYNONYMS: dict[str, str] = {
    "full_name": "Họ và tên · Họ tên · Họ tên khai sinh · Họ và tên khai sinh · Họ tên đang dùng"
    " · Họ và tên đảng viên · Họ tên đảng viên · Tên đảng viên",
    "family_name": "Họ · Họ đệm · Họ và đệm · Họ và tên đệm · Họ và chữ đệm · Họ, chữ đệm · Họ lót",
    "given_name": "Tên",
    "gender": "Giới tính · Nam/Nữ · Giới · Phái",
    "birth": "Ngày sinh · Sinh ngày · Năm sinh · Ngày, tháng, năm sinh · Ngày tháng năm sinh"
    " · Ngày/tháng/năm sinh · Sinh năm · Ngày, tháng sinh",
    "birth_male": "Nam · Năm sinh Nam · Ngày sinh Nam · Ngày, tháng, năm sinh Nam · Sinh năm Nam",
    "birth_female": "Nữ · Năm sinh Nữ · Ngày sinh Nữ · Ngày, tháng, năm sinh Nữ · Sinh năm Nữ",
    "id_number": "Số định danh cá nhân · CCCD · Số CCCD · Số định danh công dân (CCCD) · CMND"
    " · Số CMND · CCCD/CMND · CMND/CCCD · Số CMND/CCCD · Số CCCD/CMND · Căn cước công dân"
    " · Số căn cước · Số căn cước công dân · Số định danh · Mã định danh",
    "card_number": "Số thẻ Đảng · Số thẻ đảng viên · Thẻ đảng viên · Số thẻ · Thẻ Đảng"
    " · Mã số thẻ Đảng viên · Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
    "joined_on": "Ngày vào Đảng · Ngày kết nạp · Ngày kết nạp Đảng · Ngày vào Đảng dự bị"
    " · Ngày vào ĐCSVN · Vào Đảng · Kết nạp · Ngày, tháng, năm vào Đảng · Ngày dự bị",
    "official_on": "Ngày vào Đảng chính thức · Ngày chính thức · Ngày công nhận chính thức"
    " · Ngày công nhận đảng viên chính thức",
    "kind": "Loại đảng viên · Loại đảng viên (Chính thức/Dự bị) · Chính thức/Dự bị",
    "status": "Trạng thái · Trạng thái sinh hoạt · Trạng thái hoạt động · Tình trạng"
    " · Tình trạng sinh hoạt",
    "exempt": "Miễn sinh hoạt · Diện miễn sinh hoạt · Miễn công tác, sinh hoạt"
    " · Miễn sinh hoạt Đảng · Được miễn sinh hoạt · ĐV miễn sinh hoạt",
    "party_role": "Chức vụ Đảng · Chức danh Đảng · Chức vụ Đảng - Đoàn thể · Chức vụ trong Đảng"
    " · Chức vụ · Chức vụ Đảng, đoàn thể",
    "gov_role": "Chức vụ CQ · Chức vụ chính quyền · Công việc chính đang làm · Nghề nghiệp"
    " · Chức vụ Chính quyền, đoàn thể",
    "cell": "Chi bộ · Chi bộ đang sinh hoạt · Tổ chức Đảng đang sinh hoạt · Mã chi, đảng bộ"
    " · Tên chi bộ · Đơn vị · Sinh hoạt tại chi bộ",
    "phone": "Số điện thoại · SĐT · Số ĐT · Điện thoại · Di động · Điện thoại di động",
    "email": "Email · E-mail · Thư điện tử · Địa chỉ email · Hộp thư · Địa chỉ thư điện tử",
}
_FIELDS = {
    "family_name": "full_name",
    "given_name": "full_name",
    "birth_male": "birth",
    "birth_female": "birth",
    "id_number": "id_tail",
    "exempt": "status",
}
# Headings that mark a table of members without feeding a field.
_OTHERS = (
    "STT · TT · Số TT · Số thứ tự · ID · Mã ĐV · Mã đảng viên · Tên gọi khác · Bí danh · Ghi chú"
    " · Số lý lịch · Số lý lịch đảng viên · Học vấn · Trình độ GDPT · Học vấn phổ thông · Chuyên môn"
    " · Trình độ CM · Trình độ chuyên môn · Trình độ LLCT · LLCT · Lý luận chính trị · Chi bộ cũ"
    " · Chi bộ nơi cư trú · Nơi cấp thẻ Đảng · Ngày cấp thẻ Đảng · Số thẻ theo Đảng quyết định 85"
    " · Số CMND cũ · Tuổi Đảng · Tuổi"
)
MEMBERS = Vocabulary(
    _SYNONYMS,
    _OTHERS,
    named_by=frozenset({"full_name", "given_name"}),
    fields=_FIELDS,
)
"""The headings of member lists."""
SOURCES = MEMBERS.meanings
"""Every meaning a column of a member list can have; several may feed one field of a member."""
