import unicodedata
from collections.abc import Iterator

import pytest

from qtapp.domain import errors, mail_errors, update_errors
from qtapp.domain.errors import AppError, Invalid, LinesRejected, SecretRefused
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.wording.failures import sentence

VALUES = {
    "kind": "members",
    "id": "0" * 32,
    "field": "full_name",
    "reason": Reason.EMPTY,
    "where": "name",
    "path": "/sổ.db",
    "detail": "x",
    "found": 2,
    "supported": 1,
    "limit": 5000,
    "problems": (LineProblem(line=7, field="full_name", reason=Reason.EMPTY),),
    "characters": "☑",
    "at": "seal",
    "why": "signature",
    "table": "members",
    "column": "writers.came",
    "missing": (2, 3),
    "total": 4,
    "endings": (".pdf", ".docx"),
    "size": 90_000,
    "most": 30_240,
    "host": "thu.mau.vn",
    "address": "chibo@mau.vn",
    "running": "0.1.0",
    "reply": "554 5.7.1 no",
    "name": "Chi bộ bản Lướt",
    "gone": 12,
    "live": 12,
}


def kinds(root: type[AppError]) -> Iterator[type[AppError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


def an_error(kind: type[AppError]) -> AppError:
    wanted = [name for name in kind.FACTS if not hasattr(kind, name)]
    return kind(**{name: VALUES[name] for name in wanted})


CONCRETE = [
    kind
    for kind in kinds(AppError)
    if kind.__module__ in {errors.__name__, mail_errors.__name__, update_errors.__name__}
    and not kind.__subclasses__()
]
FALLBACK = sentence(AppError())


@pytest.mark.parametrize("kind", CONCRETE, ids=lambda kind: kind.__name__)
def test_every_failure_has_sentences_of_its_own(kind: type[AppError]) -> None:
    happened, advice = sentence(an_error(kind))
    assert happened[-1] in ".…:" or "/sổ.db" in happened or kind is errors.MissingGlyphs
    assert advice.endswith(".")
    family = next(base for base in kind.__mro__[1:] if issubclass(base, AppError))
    assert (happened, advice) not in {FALLBACK, sentence(family())}


@pytest.mark.parametrize("kind", CONCRETE, ids=lambda kind: kind.__name__)
def test_sentences_are_composed_vietnamese(kind: type[AppError]) -> None:
    for text in sentence(an_error(kind)):
        assert text == unicodedata.normalize("NFC", text)


def test_rejected_lines_are_counted_and_the_first_three_told() -> None:
    problems = [
        LineProblem(line=n, field="birth", reason=Reason.NOT_A_DATE, value="32") for n in range(9)
    ]
    happened, _ = sentence(LinesRejected(problems))
    assert "9 chỗ" in happened
    assert "Dòng 2, ngày sinh: “32”" in happened
    assert "Dòng 3" not in happened


def test_an_invalid_value_is_named_as_the_screen_names_it() -> None:
    assert sentence(Invalid("full_name", Reason.EMPTY))[0] == "Họ và tên: chưa điền."


def test_a_key_file_in_the_way_of_a_new_book_is_told_to_belong_to_another() -> None:
    happened, advice = sentence(errors.StoreExists("/nơi/sổ.scb.keys"))
    assert happened == "Ở đây có tệp khóa của một sổ khác: /nơi/sổ.scb.keys"
    assert "Đừng xóa" in advice


def test_a_missing_key_file_is_told_by_its_name() -> None:
    happened, advice = sentence(errors.KeysMissing("/nơi/sổ.scb.keys"))
    assert "/nơi/sổ.scb.keys" in happened
    assert "cạnh tệp sổ" in advice


def test_a_secret_document_in_a_file_is_told_with_its_line() -> None:
    assert sentence(SecretRefused("name", 3))[0].startswith("Dòng 3: văn bản này mang dấu độ mật")
    assert sentence(SecretRefused("name"))[0].startswith("Văn bản này mang dấu độ mật")


def test_a_limit_has_its_unit() -> None:
    assert "100.000 dòng" in sentence(errors.TableTooLarge(100_000))[0]
    assert "Dòng 2 " in sentence(errors.TableTooLarge(4 << 20, "x", 2))[0]
    assert "4 MB" in sentence(errors.TableTooLarge(4 << 20, "x", 2))[0]


def test_damaged_keys_are_not_called_missing() -> None:
    assert sentence(errors.KeysMissing("/sổ.keys"))[0].startswith("Thiếu tệp khóa")
    assert "bị hỏng" in sentence(errors.KeysMissing("/sổ.keys", damaged=True))[0]
