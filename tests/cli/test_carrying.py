import pytest
from PIL import Image

from tests.cli.test_bundles import joined

__all__ = ["joined"]


def test_one_visit_takes_in_and_writes(cli, committee, joined, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    said = cli.done("bundle", "stick", usb, "--book", joined)
    assert (said["received"], len(said["written"]), said["failure"]) == ([], 1, "")
    ran = cli("bundle", "stick", usb)
    assert ran.code == 0
    assert "đã nhập của Chi bộ thôn Nà Mẫu" in ran.out
    assert "Đã ghi" in ran.out
    assert ran.out.strip().endswith("Có thể rút USB.")
    said = cli.done("bundle", "stick", usb, "--book", joined)
    assert "merged" in {each["state"] for each in said["received"]}


def test_a_stick_that_is_gone_is_told_with_four(cli, committee, tmp_path):
    ran = cli("bundle", "stick", tmp_path / "không có")
    assert ran.code == 4
    assert "USB đã bị rút" in ran.err


def test_what_goes_by_hand_lies_ready_and_the_draft_is_read_back(cli, committee, joined, tmp_path):
    (laid,) = cli.done("bundle", "by-hand", "-o", tmp_path / "tay", "--book", joined, "--mb", "10")
    assert laid["folder"].endswith("Gửi Đảng ủy xã Suối Mẫu")
    assert [each.removesuffix(".cbdl") for each in laid["files"]] == [
        each.removesuffix(".eml") for each in laid["drafts"]
    ]
    draft = tmp_path / "tay" / "Gửi Đảng ủy xã Suối Mẫu" / laid["drafts"][0]
    assert cli.done("bundle", "read", draft)[0]["state"] == "merged"
    ran = cli("bundle", "by-hand", "-o", tmp_path / "xuống", "--unit", "Chi bộ thôn Nà Mẫu")
    assert "1 tệp và 1 thư nháp" in ran.out


def test_a_bundle_goes_over_paper_and_back(cli, committee, joined, tmp_path):
    pdf = tmp_path / "mã.pdf"
    cli.done("bundle", "paper", "-o", pdf, "--book", joined)
    assert cli.done("bundle", "read", pdf)[0]["state"] == "merged"
    answer = tmp_path / "trả lời.pdf"
    assert cli("bundle", "paper", "-o", answer, "--unit", "Chi bộ thôn Nà Mẫu").code == 0
    assert cli.done("bundle", "read", answer, "--book", joined)[0]["state"] == "merged"


def test_a_photo_without_codes_is_refused_with_a_reason(cli, committee, tmp_path):
    Image.new("L", (300, 200), 230).save(tmp_path / "ảnh.png")
    ran = cli("bundle", "read", tmp_path / "ảnh.png")
    assert ran.code == 6
    assert "Không thấy mã nào" in ran.out


@pytest.mark.parametrize("verb", ["stick", "by-hand", "paper"])
def test_every_way_explains_itself(cli, verb):
    assert "Cách dùng" in cli("bundle", verb, "--help").out
