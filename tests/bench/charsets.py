"""Real pages in the charsets of their script, declared rightly, wrongly and not at all.

Run: python -m tests.bench.charsets
"""

import html
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from trafilatura.utils import decode_file

from tasks.parsing.charset import decode
from tests.bench.corpora import ROOT, SETS, read_set

WRONG = ("iso-8859-1", "utf-8", "windows-1252", "no-such-charset")
CASES: dict[str, tuple[tuple[str, ...] | None, bool]] = {
    "header": ((), False),
    "meta": (None, True),
    "wrong header, meta": (WRONG, True),
    "wrong header": (WRONG, False),
    "undeclared": (None, False),
}  # the headers to try (empty: the right one; None: none), and whether the page says it itself
SCRIPTS = {
    "Arabic": re.compile("[\u0620-\u06d3]"),
    "Cyrillic": re.compile("[\u0400-\u04ff]"),
    "Japanese": re.compile("[\u3041-\u30ff]"),
    "Korean": re.compile("[\uac00-\ud7a3]"),
    "Chinese": re.compile("[\u4e00-\u9fff]"),
}  # kana before Han: Japanese has both
CHARSETS = {
    "Arabic": ("windows-1256", "iso-8859-6"),
    "Cyrillic": ("windows-1251", "koi8-r"),
    "Japanese": ("shift_jis", "euc-jp"),
    "Korean": ("euc-kr",),
    "Chinese": ("gb18030", "gbk", "big5"),
}
WIDE = ("utf-16le", "utf-16be")
CODECS = {"shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs"}  # what these labels mean on the web
SAME = str.maketrans("〜‖−¢£¬•､‾∼♁☉¥", "～∥－￠￡￢‧﹑¯～⊕⊙￥")  # cells that Python reads so and browsers so
UNSEEN = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>", re.S | re.I)
OWN = re.compile(r"<meta\b[^>]{0,500}?\bcharset\s*=[^>]{0,500}>|^\s*<\?xml[^>]{0,200}\?>", re.I)
HEAD = re.compile(r"<head\b[^>]*>", re.I)
LEAST_SHARE = 0.15
MOST_LOST = 0.1
SHORT = (10, 20, 40, 80)
CUTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One page in one charset: its bytes, the charset of the header, the text to be read."""

    body: bytes
    header: str | None
    text: str


def by_httpx(trial: Trial) -> str:
    """The text of a response with this header."""
    kind = "text/html" + (f"; charset={trial.header}" if trial.header else "")
    return httpx.Response(200, headers={"content-type": kind}, content=trial.body).text


def by_trafilatura(trial: Trial) -> str:
    """What trafilatura makes of bytes; it never sees the header."""
    return decode_file(trial.body)


def by_resiliparse(trial: Trial) -> str:
    """The detector's charset, with the package's own decoder."""
    return bytes_to_str(trial.body, detect_encoding(trial.body) or "utf-8")


def by_isnad(trial: Trial) -> str:
    """Ours: bytes and header."""
    return decode(trial.body, trial.header).text


DECODERS: dict[str, Callable[[Trial], str]] = {
    "httpx": by_httpx,
    "trafilatura": by_trafilatura,
    "resiliparse": by_resiliparse,
    "isnad": by_isnad,
}


def script_of(text: str) -> str | None:
    """The script a page is written in, None for Latin and for pages with little text."""
    visible = html.unescape(UNSEEN.sub(" ", text))
    least = max(20, LEAST_SHARE * sum(map(str.isalpha, visible)))
    return next((name for name, letter in SCRIPTS.items() if len(letter.findall(visible)) >= least), None)


def read_scripts() -> dict[str, list[str]]:
    """The pages of all sets whose script is one of ours, once each and without their own declaration."""
    pages: dict[str, dict[str, None]] = {name: {} for name in SCRIPTS}
    for sample in (sample for name in SETS for sample in read_set(name)):
        text = decode(sample.html, None).text
        script = script_of(text)
        if script:
            pages[script][OWN.sub("", text).lstrip("\ufeff")] = None
    return {name: list(texts) for name, texts in pages.items()}


def declare(text: str, charset: str) -> str:
    """The page with a meta charset first in its head, or first of all where it has none."""
    meta = f'<meta charset="{charset}">'
    return HEAD.sub(lambda head: head[0] + meta, text, count=1) if HEAD.search(text) else meta + text


def lost(text: str, codec: str) -> float:
    """The share of letters beyond ASCII which the charset lacks."""
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    kept = "".join(letters).encode(codec, "ignore").decode(codec)
    return 1 - len(kept) / (len(letters) or 1)


def trials(text: str, charset: str, case: str, mark: str = "") -> Iterator[Trial]:
    """The page in this charset, once for each header of the case; what it lacks is written as a reference."""
    headers, inside = CASES[case]
    codec = CODECS.get(charset, charset)
    body = (mark + (declare(text, charset) if inside else text)).encode(codec, "xmlcharrefreplace")
    for header in (charset,) if headers == () else headers or (None,):
        yield Trial(body=body, header=header, text=body.decode(codec).lstrip("\ufeff"))


def is_right(read: Callable[[Trial], str], trial: Trial) -> bool:
    """Whether a decoder reads the text to the letter; a byte order mark is no text."""
    try:
        return read(trial).lstrip("\ufeff").translate(SAME) == trial.text.translate(SAME)
    except (LookupError, UnicodeError):
        return False


def print_rows(texts: list[str], charset: str, mark: str = "") -> None:
    """A line for each decoder: right of all, for each case."""
    fit = [text for text in texts if lost(text, CODECS.get(charset, charset)) <= MOST_LOST]
    by_case = {case: [t for text in fit for t in trials(text, charset, case, mark)] for case in CASES}
    for name, read in DECODERS.items():
        cells = (f"{sum(is_right(read, t) for t in given)}/{len(given)}" for given in by_case.values())
        label = f"{charset}{' with BOM' if mark else ''} ({len(fit)} pages)"
        print(f"| {label} | {name} | {' | '.join(cells)} |", flush=True)


def cuts(text: str, script: str, chars: int) -> Iterator[str]:
    """Pieces of the visible text of one page, each half or more in its script."""
    visible = " ".join(html.unescape(UNSEEN.sub(" ", text)).split())
    for number in range(CUTS):
        start = number * len(visible) // CUTS
        piece = visible[start : start + chars]
        if 2 * len(SCRIPTS[script].findall(piece)) >= chars:
            yield f"<p>{piece}</p>"


def print_short(texts: list[str], script: str, charset: str) -> None:
    """A line for ours: right of all for pieces of so many characters, undeclared."""
    codec, cells = CODECS.get(charset, charset), []
    for chars in SHORT:
        pieces = [piece for text in texts for piece in cuts(text, script, chars) if not lost(piece, codec)]
        given = [trial for piece in pieces for trial in trials(piece, charset, "undeclared")]
        cells.append(f"{sum(is_right(by_isnad, trial) for trial in given)}/{len(given)}")
    print(f"| {charset} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Print two Markdown tables: whole pages in each way of declaring, then short pieces undeclared."""
    if not ROOT.is_dir():
        raise SystemExit(f"no pages: {ROOT} is not there")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    pages = read_scripts()
    print("Pages: " + ", ".join(f"{len(texts)} {name}" for name, texts in pages.items()) + "\n")
    print(f"| charset | decoder | {' | '.join(CASES)} |\n|{'---|' * (2 + len(CASES))}")
    for script, texts in pages.items():
        for charset in CHARSETS[script]:
            print_rows(texts, charset)
    everything = [text for texts in pages.values() for text in texts]
    for charset in WIDE:
        for mark in ("", "\ufeff"):
            print_rows(everything, charset, mark)
    print(f"\n| undeclared, characters | {' | '.join(map(str, SHORT))} |\n|{'---|' * (1 + len(SHORT))}")
    for script, texts in pages.items():
        for charset in CHARSETS[script]:
            print_short(texts, script, charset)


if __name__ == "__main__":
    main()
