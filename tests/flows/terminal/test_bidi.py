"""Right-to-left cells in a terminal's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flows.terminal.bidi import LRM, RLM, is_rtl, mark_line


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("سقوط", True), ("«سقوط» 12", True), ("12 fall", False), ("שלום", True), ("", False), ("123", False)],
)
def test_direction_is_that_of_the_first_letter(text: str, rtl: bool) -> None:
    """Digits and punctuation have no direction of their own."""
    assert is_rtl(text) is rtl


def test_borders_part_two_arabic_cells() -> None:
    """Between two right-to-left cells stands a left-to-right mark, so that they keep their order."""
    line = mark_line("│ خبر أول. │ خبر ثان │")
    assert line == f"{LRM}│{LRM} خبر أول.{RLM} {LRM}│{LRM} خبر ثان{RLM} {LRM}│{LRM}"


def test_a_style_has_no_direction() -> None:
    """A cell that begins with a marked word is as right-to-left as the word."""
    cell = " \x1b[1;7mسفينة\x1b[0m أولى "
    assert mark_line(f"│{cell}│") == f"{LRM}│{LRM}{cell.rstrip()}{RLM} {LRM}│{LRM}"


@given(st.text(alphabet="│ابج.abc 12", max_size=30))
def test_marks_take_no_room(line: str) -> None:
    """The marked line is as wide as the line, and is the line once the marks are gone."""
    marked = mark_line(line)
    assert cell_len(marked) == cell_len(line)
    assert marked.replace(LRM, "").replace(RLM, "") == line
