import json
import stat

import pytest
import sign

from tests.signed_setup import SECRET


def test_a_new_key_is_for_its_owner_alone_and_never_written_over(tmp_path, capsys):
    path = tmp_path / "release.key"
    assert sign.main(["new-key", str(path)]) == 0
    public = capsys.readouterr().out.strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sign.main(["public", str(path)]) == 0
    assert capsys.readouterr().out.strip() == public
    with pytest.raises(FileExistsError):
        sign.main(["new-key", str(path)])


def test_the_statement_names_version_size_and_hash(tmp_path):
    setup = tmp_path / "SoChiBo-1.2.3-setup.exe"
    setup.write_bytes(b"MZ")
    written = json.loads(sign.sign(SECRET, setup).read_text(encoding="utf-8"))
    statement = json.loads(written["statement"])
    assert (statement["version"], statement["size"]) == ("1.2.3", 2)
    assert len(written["signature"]) == 128


def test_a_file_of_another_name_is_not_signed(tmp_path):
    with pytest.raises(SystemExit):
        sign.sign(SECRET, tmp_path / "setup.exe")
