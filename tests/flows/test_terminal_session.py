"""What a person at a terminal sees, and a script does not."""

import os
import pty
import subprocess
import sys
from pathlib import Path

ISNAD = Path(sys.executable).with_name("isnad")


def typed(*arguments: str) -> str:
    """What the command writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([str(ISNAD), *arguments], stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = b"".join(iter(lambda: read_some(ours), b""))
    os.close(ours)
    return said.decode()


def read_some(terminal: int) -> bytes:
    """The next part of what was written, nothing at the end."""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux's word for the end
        return b""


def test_a_terminal_gets_marks_around_the_cells(tmp_path: Path) -> None:
    """Two Arabic cells stay in their columns: a left-to-right mark stands at the border between them."""
    said = typed("sql", "--root", str(tmp_path), "SELECT 'أول' AS a, 'ثان' AS b")
    assert "أول\u200f \u200e│\u200e ثان\u200f" in said


def test_values_too_wide_for_the_terminal_become_records(tmp_path: Path) -> None:
    """A column that would be a few letters wide is printed as a line of name and value instead."""
    columns = ", ".join(f"repeat('word ', 40) AS column_{n}" for n in range(6))
    said = typed("sql", "--root", str(tmp_path), f"SELECT {columns}")
    assert said.count("column_") == 6
    assert "word word word word" in said
