def test_words_are_found_in_the_whole_book(cli, cell):
    found = cli.done("search", "minh", "anh")
    assert [(each["table"], each["title"]) for each in found] == [("members", "Lê Minh Ánh")]
    assert "Lê Minh Ánh" in cli("search", "anh").out


def test_nothing_found_is_said(cli, cell):
    assert "Không thấy gì." in cli("search", "zzz").out
    assert cli.done("search", "zzz") == []


def test_the_number_of_results_is_bounded(cli, cell):
    assert len(cli.done("search", "t", "--most", "1")) == 1
