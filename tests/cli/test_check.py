from tests.papers.words import a_word, paragraph_of


def spoil(document):
    paragraph_of(document, "Số 05").runs[0].text = "Số: 5/KH-CB"


def test_a_right_file_is_said_to_be_right(cli, tmp_path):
    ran = cli("check", "document", a_word(tmp_path / "a.docx"))
    assert (ran.code, ran.out.strip()) == (0, "Tệp đúng thể thức.")


def test_faults_are_told_with_the_rules_number_and_end_with_1(cli, tmp_path):
    ran = cli("check", "document", a_word(tmp_path / "a.docx", spoil))
    assert ran.code == 1
    assert ran.out.startswith("[2.3] Số và ký hiệu phải viết như “Số 05-KH/CB”")
    assert "Ở: “Số: 5/KH-CB”" in ran.out


def test_a_copy_is_repaired_and_the_original_left(cli, tmp_path):
    path = a_word(tmp_path / "a.docx", spoil)
    before = path.read_bytes()
    assert cli("check", "document", path, "--fix", tmp_path / "b.docx").code == 0
    assert path.read_bytes() == before
    assert cli("check", "document", tmp_path / "b.docx").code == 0


def test_no_word_file_is_a_paper_that_cannot_be_checked(cli, tmp_path):
    (tmp_path / "a.docx").write_bytes(b"x")
    ran = cli("check", "document", tmp_path / "a.docx")
    assert ran.code == 7
    assert "không phải tệp Word" in ran.err
