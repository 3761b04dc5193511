from PySide6.QtGui import QColor

from qtapp.gui.kit.letterhead import LetterheadPreview
from tests.make import TODAY


def dark(picture, left, top, right, bottom):
    wide, high = picture.width(), picture.height()
    return sum(
        picture.pixelColor(x, y).lightness() < 128
        for x in range(round(left * wide), round(right * wide))
        for y in range(round(top * high), round(bottom * high))
    )


def test_the_lines_stand_on_white_paper_where_they_are_printed(qtbot):
    preview = LetterheadPreview(TODAY)
    qtbot.addWidget(preview)
    preview.resize(600, preview.heightForWidth(600))
    preview.show_lines("Đảng bộ xã Suối Mẫu", "Chi bộ thôn Đông", "Suối Mẫu")
    picture = preview.grab().toImage()
    assert picture.pixelColor(5, 5) == QColor("#ffffff")
    assert dark(picture, 0.05, 0.05, 0.4, 0.3) > 50
    assert dark(picture, 0.45, 0.5, 0.98, 0.75) > 50
    assert preview.accessibleDescription() == "ĐẢNG BỘ XÃ SUỐI MẪU, CHI BỘ THÔN ĐÔNG, Suối Mẫu"


def test_a_long_line_stays_on_its_side(qtbot):
    preview = LetterheadPreview(TODAY)
    qtbot.addWidget(preview)
    preview.resize(600, preview.heightForWidth(600))
    preview.show_lines("", "CHI BỘ " + "RẤT DÀI " * 20, "")
    picture = preview.grab().toImage()
    assert dark(picture, 0.43, 0.3, 0.46, 0.45) == 0


def test_its_height_follows_its_width(qtbot):
    preview = LetterheadPreview(TODAY)
    qtbot.addWidget(preview)
    assert preview.heightForWidth(800) == 2 * preview.heightForWidth(400)
