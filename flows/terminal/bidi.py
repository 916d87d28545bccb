"""Right-to-left text in a terminal's table.

Text is printed as stored, in logical order: shaping and reordering are the terminal's. What a terminal
cannot know is where a cell ends, so it would swap neighbouring cells and move a sentence's last point to
the wrong side. Two invisible marks say it: U+200E at each border, U+200F at the end of a right-to-left
cell (Unicode Standard Annex 9, section 2.6). They are printed to terminals only, never into data.
"""

import re
import unicodedata

LRM, RLM = "\u200e", "\u200f"
BORDER = "│"
STYLE = re.compile(r"\x1b\[[0-9;]*m")  # ends in a letter that is not of the text


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction is a right-to-left one."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def mark_line(line: str) -> str:
    """A printed table line whose cells keep their place in any terminal."""
    if BORDER not in line:
        return line
    return f"{LRM}{BORDER}{LRM}".join(mark_cell(cell) for cell in line.split(BORDER))


def mark_cell(cell: str) -> str:
    """A cell's text closed by U+200F where it is right-to-left; its width stays as it is."""
    if not is_rtl(STYLE.sub("", cell)):
        return cell
    text = cell.rstrip()
    return f"{text}{RLM}{cell[len(text) :]}"
