from qtapp.papers.rules import DEFAULT, MM, load_rules


def test_the_page_is_that_of_guideline_05():
    page = load_rules().page
    assert (page.width, page.height) == (210, 297)
    assert (page.top, page.bottom, page.left, page.right) == (20, 20, 30, 15)
    assert page.number_from_top == 10
    assert page.column == 165


def test_the_letters_are_as_large_as_guideline_05_wants_them():
    size = load_rules().size
    assert size.party == 15
    assert {size.unit, size.number, size.place_date, size.page_number} == {14}
    assert {size.authority, size.signer, size.recipients} == {14}
    assert size.recipient == 12
    assert size.type in {15, 16}
    assert {size.abstract, size.body} <= {14, 15}


def test_running_text_is_spaced_as_guideline_05_wants_it():
    text = load_rules().text
    assert 18 <= text.line_spacing <= 22
    assert text.paragraph_space >= 6
    assert text.first_line_indent == 10


def test_a_rule_set_is_known_by_its_guideline():
    assert load_rules(DEFAULT).name == "Hướng dẫn 05-HD/VPTW"


def test_a_point_is_a_72nd_of_an_inch():
    assert round(25.4 * MM, 9) == 72
