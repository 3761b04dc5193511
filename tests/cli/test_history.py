def test_what_was_done_is_told_taken_back_and_done_again(cli, cell):
    before = cli.done("members", "list")
    newest = cli.done("history", "list")[0]
    assert newest["deed"] == "added"
    assert "Thêm " in cli("history", "list").out
    assert "Đã hoàn tác: Thêm " in cli("history", "undo").out
    assert cli.done("history", "list")[0]["undone"]
    assert "Đã làm lại: Thêm " in cli("history", "redo").out
    assert cli.done("members", "list") == before
    assert cli.done("history", "redo") is None


def test_a_book_in_which_everything_was_taken_back_says_so(cli, cell):
    while cli.done("history", "undo"):
        pass
    assert "Không còn gì để hoàn tác." in cli("history", "undo").out
