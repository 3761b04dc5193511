from qtapp.domain.drawing import Box, Drawing, Ink, Stroke, Words


def test_a_drawing_is_heard_by_its_words_in_their_order():
    drawing = Drawing(
        title="Tỷ lệ",
        width=10,
        height=5,
        shapes=[
            Words(x=0, y=1, width=5, text="Chi bộ A"),
            Box(x=0, y=1, width=3, height=1, ink=Ink.GOOD),
            Stroke(points=((0, 0), (1, 1)), ink=Ink.QUIET),
            Words(x=5, y=1, width=5, text="4/4"),
        ],
    )
    assert drawing.spoken() == "Chi bộ A; 4/4"
