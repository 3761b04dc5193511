"""What was done in the book, in a sentence a person would say."""

from collections.abc import Sequence

from qtapp.wording.labels import table_label


def told(deed: str, table: str, names: Sequence[str], count: int) -> str:
    """Return what was done: the deed ("Thêm"), the kind of record, and some of their `count` names."""
    what = f"{deed} {table_label(table).lower()}"
    rest = count - len(names)
    if not names:
        return f"{what} ({count})"
    listed = ", ".join(names)
    return f"{what}: {listed} và {rest} mục khác" if rest > 0 else f"{what}: {listed}"


def told_left(left: int) -> str:
    """Return what stays because it has changed since; empty if nothing does."""
    return f"{left} chỗ đã đổi sau đó nên giữ nguyên." if left else ""
