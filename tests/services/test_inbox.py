from qtapp.services.inbox import InboxState, Received


def test_every_end_of_a_file_has_words_for_people():
    assert {state.label for state in InboxState} == {
        "đã nhập",
        "đã có từ trước",
        "chờ đủ phần",
        "giữ lại, chờ quyết định",
        "đã từ chối, không nhập",
        "để riêng, chưa nhập",
    }


def test_what_became_of_a_file_says_nothing_it_does_not_know():
    received = Received(name="gói.cbdl", state=InboxState.DUPLICATE)
    assert (received.reason, received.unit, received.rows, received.conflicts) == (None, "", 0, 0)
