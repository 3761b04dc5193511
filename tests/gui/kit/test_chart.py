from PySide6.QtGui import QAccessible

from qtapp.domain.charts import Share, share_bars
from qtapp.gui.kit import theme
from qtapp.gui.kit.chart import Chart


def test_a_chart_paints_its_bars_and_says_its_words(qtbot):
    drawing = share_bars("Đã học", [Share(name="Chi bộ A", part=4, whole=4)], 95)
    chart = Chart(drawing)
    qtbot.addWidget(chart)
    chart.show()
    picture = chart.grab().toImage()
    colours = {
        picture.pixelColor(x, picture.height() * 2 // 3).name() for x in range(picture.width())
    }
    assert theme.LIGHT.good in colours
    spoken = QAccessible.queryAccessibleInterface(chart)
    assert spoken.text(QAccessible.Text.Name) == "Đã học"
    assert "4/4 (100%)" in spoken.text(QAccessible.Text.Description)
