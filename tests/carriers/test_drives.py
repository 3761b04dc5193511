from pathlib import Path
from types import SimpleNamespace

from qtapp.carriers import drives
from qtapp.carriers.drives import mounted, of_mounts
from qtapp.domain.sticks import Stick

TABLE = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
/dev/sdb1 /media/hoa/KINGSTON\\0408GB vfat rw,uid=1000 0 0
/dev/sdc1 /run/media/hoa/Tài\\040liệu exfat rw 0 0
/dev/sdd1 /mnt/kho ext4 rw 0 0
broken
"""


def test_what_a_user_can_pull_out_is_found_under_its_own_name():
    assert of_mounts(TABLE) == [
        Stick(path=Path("/media/hoa/KINGSTON 8GB"), name="KINGSTON 8GB"),
        Stick(path=Path("/run/media/hoa/Tài liệu"), name="Tài liệu"),
    ]


def test_a_stick_mounted_twice_is_one():
    line = "/dev/sdb1 /media/hoa/A vfat rw 0 0\n"
    assert len(of_mounts(line + line)) == 1


def test_the_table_of_this_computer_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(drives.sys, "platform", "linux")
    table = tmp_path / "mounts"
    table.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(drives, "_MOUNTS", table)
    assert len(mounted()) == 2
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "none")
    assert list(mounted()) == []


def volume(root, label, *_rest):
    if root[0] == "A":
        return 0
    label.value = "HỌC TẬP"
    return 1


def test_windows_is_asked_for_removable_drives_with_something_in_them(monkeypatch):
    import ctypes  # noqa: PLC0415 - as the code under test

    # What Windows answers for A: (empty card reader), C: (disk), E: (stick), as far as it is asked.
    modes = []
    windows = SimpleNamespace(
        GetLogicalDrives=lambda: 0b10101,
        GetDriveTypeW=lambda root: {"A": 2, "C": 3, "E": 2}[root[0]],
        SetErrorMode=lambda mode: modes.append(mode) or 7,
        GetVolumeInformationW=volume,
    )
    library = SimpleNamespace(kernel32=windows)
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    monkeypatch.setattr(drives.sys, "platform", "win32")
    assert mounted() == [Stick(path=Path("E:\\"), name="HỌC TẬP (E:)")]
    assert modes == [1, 7]
