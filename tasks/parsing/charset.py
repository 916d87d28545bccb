"""Bytes to text: what the page declares is believed as far as its bytes agree.

Labels mean what the WHATWG Encoding Standard says: iso-8859-1 is windows-1252, gb2312 is GB18030.
"""

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
META_BYTES = 8_192
META = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE | re.ASCII
)
XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.ASCII)
LABELS = {
    "unicode": "utf-16",
    "sjis": "shift_jis",
    "windows-31j": "shift_jis",
    "windows-949": "euc-kr",
    "ks_c_5601-1989": "euc-kr",
    "gb_2312-80": "gbk",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "dos-874": "windows-874",
    "asmo-708": "iso-8859-6",
}
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf_8_sig": "utf-8",
}
ALLOWED = frozenset((
    "utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp", "hz",
    "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
))  # fmt: skip
LIKELY = 0.8  # of the words beyond ASCII
LEGACY = (
    "cp1256",
    "cp1251",
    "cp1255",
    "cp1253",
    "cp1254",
    "cp1250",
    "koi8-r",
    "iso8859-6",
)  # where nobody says
SAMPLE_WORDS = 3_000
WORD = re.compile(r"[^\W\d_]+")
DAMAGE = re.compile("[\ufffd\x80-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A body as text; `charset` is a Python codec name, `source` is bom, header, meta or detected."""

    text: str
    charset: str
    source: str


def decode(body: bytes, declared: str | None) -> Decoded:
    """The body as text; `declared` is the charset of the Content-Type header. Never raises."""
    for bom, codec in BOMS:
        if body.startswith(bom):
            return Decoded(text=body[len(bom) :].decode(codec, "replace"), charset=codec, source="bom")
    labels = [("header", codec_of(declared)), ("meta", codec_of(declared_inside(body)))]
    wide = without_bom(body)
    if wide:
        return Decoded(text=body.decode(wide, "replace"), charset=wide, source="detected")
    if not body.isascii():
        try:
            text, source = (
                body.decode("utf-8"),
                next((s for s, codec in labels if codec == "utf-8"), "detected"),
            )
            return Decoded(text=text, charset="utf-8", source=source)
        except UnicodeDecodeError:
            pass
    return choose(body, labels)


def choose(body: bytes, labels: list[tuple[str, str | None]]) -> Decoded:
    """The first charset whose text reads like words, else the one that does best."""
    tried: dict[str, str] = {}
    best, best_score = None, -1.0
    for source, codec in [*labels, ("detected", None)]:
        codec = codec or (detected(body) if source == "detected" else None)
        if codec is None or codec in tried or (codec.startswith("utf-16") and body.isascii()):
            continue
        tried[codec] = source
        found = Decoded(text=body.decode(codec, "replace"), charset=codec, source=source)
        score = plausibility(found.text)
        if score >= LIKELY:
            return found
        if score > best_score:
            best, best_score = found, score
    guess = max((read_as(body, codec) for codec in LEGACY), key=lambda pair: pair[0])
    if guess[0] >= LIKELY:
        return guess[1]
    return best or Decoded(text=body.decode("utf-8", "replace"), charset="utf-8", source="detected")


def read_as(body: bytes, codec: str) -> tuple[float, Decoded]:
    """How much the body reads like words in this charset, and the body so read."""
    found = Decoded(text=body.decode(codec, "replace"), charset=codec, source="detected")
    return plausibility(found.text), found


def codec_of(label: str | None) -> str | None:
    """The Python codec of a charset label; None for an unknown one, or one no page may use."""
    name = (label or "").strip("\"' \t\r\n").lower()
    name = name.removeprefix("x-")
    try:
        codec = codecs.lookup(LABELS.get(name, name)).name
    except (LookupError, ValueError):
        return None
    codec = SUPERSETS.get(codec, codec)
    return codec if codec in ALLOWED else None


def declared_inside(body: bytes) -> str | None:
    """The charset an XML declaration or a meta element names; a meta that says UTF-16 means UTF-8."""
    head = body[:META_BYTES]
    found = META.search(head) or XML.match(head)
    label = found.group(1).decode("ascii") if found else None
    return "utf-8" if label and label.lower().startswith("utf-16") else label


def without_bom(body: bytes) -> str | None:
    """UTF-16 where every other byte of the markup is NUL."""
    head = body[:400]
    half = len(head) // 2
    if half < 8 or head.count(0) < half // 3:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def detected(body: bytes) -> str | None:
    """What resiliparse's detector says; its own mapping turns Korean into UTF-8, so ours is used."""
    return codec_of(detect_encoding(body, html5_compatible=False))


def plausibility(text: str) -> float:
    """Share of the words beyond ASCII that a person could have written; 1 where there is none."""
    words = [word for word in WORD.findall(text[:2_000_000]) if not word.isascii()][:SAMPLE_WORDS]
    damage = len(DAMAGE.findall(text))
    if not words and not damage:
        return 1.0
    # lower-case Russian read in the other Cyrillic charset is all capitals
    shouted = sum(word.isupper() for word in words if len(word) > 1)
    good = sum(map(well_formed, words)) - damage - (shouted if shouted > 0.6 * len(words) else 0)
    return max(0.0, good / ((len(words) + damage) or 1))


def well_formed(word: str) -> bool:
    """One script, capitals only first or throughout, and not three or more Latin letters all beyond ASCII."""
    latin = sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in word)
    if latin and any("\u0250" <= char < "\u1100" for char in word):
        return False
    if latin == len(word) >= 3 and max(word) > "\x7f" and min(word) > "\x7f":
        return False
    return word[1:] == word[1:].lower() or word == word.upper()
