import hashlib
import json

import bill
import pytest


def test_the_bill_names_each_part_with_version_licence_and_hash():
    parts = [bill.Part("click", "8.5.1", "BSD-3-Clause", "a" * 64)]
    text = bill.bill("SoChiBo", "1.2.3", parts)
    assert text == bill.bill("SoChiBo", "1.2.3", parts)
    written = json.loads(text)
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    (part,) = written["components"]
    assert part["purl"] == "pkg:pypi/click@8.5.1"
    assert part["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}]
    assert part["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("Name: a\nLicense-Expression: MIT\n", "MIT"),
        ("Name: a\nLicense: BSD\n", "BSD"),
        ("Name: a\nLicense: " + "x" * 90 + "\nClassifier: License :: OSI Approved :: MIT License\n",
         "MIT License"),
        ("Name: a\n", ""),
    ],
    ids=["expression", "old", "text", "none"],
)  # fmt: skip
def test_a_licence_is_what_the_package_itself_says(metadata, licence):
    assert bill.licence_in(metadata) == licence


def test_sums_are_as_sha256sum_reads_them(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).write_bytes(name.encode())
    lines = bill.sums([tmp_path / "b", tmp_path / "a"]).splitlines()
    assert lines[0] == f"{hashlib.sha256(b'a').hexdigest()}  a"
    assert lines[1].endswith("  b")
