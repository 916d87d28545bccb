"""Bytes to text: what the page declares is believed as far as its bytes agree.

Labels mean what the WHATWG Encoding Standard says: iso-8859-1 is windows-1252, gb2312 is GB18030.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from resiliparse.parse.encoding import detect_encoding

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
META_BYTES = 8_192
META = re.compile(rb"(?i)<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})")
XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
WINDOWS = re.compile(r"(?:win(?:dows)?|cp)[-_]?(?=\d{3,4}$)")
ISO_8859 = re.compile(r"(?:cs)?iso[-_]?8859[-_]?(\d{1,2})(?:[-_:ei].{0,9})?$")
LABELS = {
    "unicode": "utf-16", "utf-16": "utf-16-le", "utf_8_sig": "utf-8", "sjis": "cp932", "shift_jis": "cp932",
    "windows-31j": "cp932", "eucjp-ms": "euc_jp", "euc_kr": "cp949", "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030",
    "big5": "big5hkscs", "cn-big5": "big5hkscs", "logical": "iso8859-8", "visual": "iso8859-8",
    "asmo-708": "iso8859-6", "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "dos-874": "cp874",
    "tis-620": "cp874", "iso8859-11": "cp874", "iso8859-9": "cp1254", "iso8859-1": "cp1252",
    "ascii": "cp1252", "mac": "mac-roman", "mac-ukrainian": "mac-cyrillic",
}  # fmt: skip
ALLOWED = frozenset((
    "utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp", "hz",
    "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
    *(f"cp{n}" for n in range(1250, 1259)), *(f"iso8859-{n}" for n in (*range(2, 9), 10, *range(13, 17))),
))  # fmt: skip
AS_BROWSERS = {
    "euc_jp": str.maketrans("〜‖−¢£¬", "～∥－￠￡￢"),
    "big5hkscs": str.maketrans("•､‾∼♁☉¥¢£￭", "‧﹑¯～⊕⊙￥￠￡▓"),
    "gb18030": str.maketrans("\ue5e5", "\u3000"),
}  # where Python's tables are not those of the Encoding Standard
HAN = (
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们到作地於于出就分對对成會会可主發发年"
    "動动同工也能下過过子說说行方後后多定學学法所民得經经三之等部度家電电力如高二自理起小物現现加都兩两"
    "體体制當当使點点從从業业本去性好應应開开因由其天前政四日那社事平全表間间關关新長长市月今最實实記记"
)
SCRIPTS = (
    ("اليمنورتهبدعةسفقكحأجشکیپگصطخزىضذغثچءظئإؤآژ", 0.5, 0.2, ("cp1256", "iso8859-6")),
    ("оеаинтсрвлкмдпуіяыьгзбчйхжшюцщєїэфъґёўј", 0.5, 0.2, ("cp1251", "koi8-r", "koi8-u", "iso8859-5")),
    ("αοιετσνηυρπκμλςίόάέγδήώθύχφβξζψ", 0.5, 0.2, ("cp1253", "iso8859-7")),
    ("יוהלארתבמשנכםדקפחעגטסןצזךףץ", 0.5, 0.2, ("cp1255", "iso8859-8")),
    ("านรอกเงมยลวดัท่สต้ีปบิคหแจพชขใไะโผำ็ซุืถึศณฐญูธ", 0.5, 0.2, ("cp874",)),
    ("".join(map(chr, range(0x3041, 0x30FF))) + HAN, 0.0, 0.3, ("cp932", "euc_jp")),
    ("이다는에의을를은가하고한지기로도사자리정대인시해어서들있일과전수으그보나아부제", 0.0, 0.2, ("cp949",)),
    (HAN, 0.0, 0.15, ("gb18030", "big5hkscs")),
)  # letters by frequency; the mean of their weights by chance, and how far above it a text is
MODELS = {codec: (usual, chance, span) for usual, chance, span, of_script in SCRIPTS for codec in of_script}
UNKNOWN = 0.9  # for Latin: nothing is known of its letters
SHOUTED = 0.3  # off a word in capitals: small letters of one Cyrillic charset are capitals in the other
TRUST, FEW_BYTES = 0.1, 20  # in what is declared; more for few bytes, of a script no server has by default
LIKELY = 0.8
SAMPLE_BYTES = 16_384
MENDED_BYTES = 2_000_000  # each mending costs a call
BEYOND_ASCII = re.compile(rb"[\x80-\xff][^<>\"\n]*")  # up to what is no second byte anywhere
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0e31-\u0e4e])+")
MIXED = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u10ff]|[\u0370-\u10ff][A-Za-z\u00c0-\u024f]")
# signs and accented letters in a row are another charset read as a Western one
DAMAGE = re.compile("[\ufffd\x80-\x9f\u2500-\u259f]|[\xa1-\u024f]{3,}")


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
    labels = (("meta", codec_of(declared_inside(body))), ("header", codec_of(declared)))
    sources = {codec: source for source, codec in labels if codec}
    codec = without_bom(body) or choose(body, list(sources)[::-1])
    return Decoded(text=text_of(body, codec), charset=codec, source=sources.get(codec, "detected"))


def choose(body: bytes, declared: list[str]) -> str:
    """The declared charset whose text reads like words, else the one that does best."""
    shown = sample(body)
    if shown and is_utf8(shown):
        return "utf-8"
    scores: dict[str, float] = {}
    for codec in candidates(body, declared):
        part = body[:SAMPLE_BYTES] if codec.startswith("utf-16") else shown
        text = part.decode(codec, "replace")
        scores[codec] = plausibility(text, codec)
        if codec in declared and scores[codec] >= LIKELY:
            return codec
        if codec in declared and "\ufffd" not in text:
            scores[codec] += TRUST + FEW_BYTES * (codec in MODELS) / (len(part) + 1)
    return max(scores, key=scores.__getitem__)


def candidates(body: bytes, declared: list[str]) -> Iterator[str]:
    """What the page says, what resiliparse's detector says of Latin text, then all others."""
    yield from (codec for codec in declared if not codec.startswith("utf-16") or 0 in body)
    found = codec_of(detect_encoding(body, html5_compatible=False))
    yield found if found and found not in MODELS else "cp1252"
    yield from ("utf-8", *MODELS)


def text_of(body: bytes, codec: str) -> str:
    """The body in this charset, as browsers read it; U+FFFD for what is no character there."""
    mend = codec == "euc_jp" and len(body) <= MENDED_BYTES
    text = body.decode(codec, "isnad.cp932" if mend else "replace")
    return text.translate(AS_BROWSERS[codec]) if codec in AS_BROWSERS else text


def in_cp932(error: UnicodeError) -> tuple[str, int]:
    """What EUC-JP on the web has and Python's lacks, such as ① and ㈱: the same cell of Shift_JIS."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or not 0xA1 <= min(pair) <= max(pair) <= 0xFE:
        return "\ufffd", error.end
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    return bytes((lead, trail)).decode("cp932", "replace")[:1], error.start + 2


codecs.register_error("isnad.cp932", in_cp932)


def codec_of(label: str | None) -> str | None:
    """The Python codec of a charset label; None for an unknown one, or one no page may use."""
    name = (label or "").strip("\"' \t\r\n").lower()[:40].removeprefix("x-")
    name = ISO_8859.sub(r"iso8859-\1", WINDOWS.sub("cp", name))
    try:
        codec = codecs.lookup(LABELS.get(name, name)).name
    except (LookupError, ValueError):
        return None
    codec = LABELS.get(codec, codec)
    return codec if codec in ALLOWED else None


def declared_inside(body: bytes) -> str | None:
    """The charset an XML declaration or a meta element names; a meta that says UTF-16 means UTF-8."""
    found = META.search(body[:META_BYTES]) or XML.match(body[:META_BYTES])
    label = found.group(1).decode("ascii") if found else None
    return "utf-8" if label and label.lower().startswith("utf-16") else label


def without_bom(body: bytes) -> str | None:
    """UTF-16 where NULs, the other halves of spaces and markup, stand on one side."""
    head = body[:META_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(4, len(head) // 20) or min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def sample(body: bytes) -> bytes:
    """The first runs that begin beyond ASCII; empty where there is none."""
    runs = (run[0] for run in BEYOND_ASCII.finditer(body))
    return b"\n".join(islice(runs, SAMPLE_BYTES))[:SAMPLE_BYTES]


def is_utf8(shown: bytes) -> bool:
    """Whether nearly all that is beyond ASCII is UTF-8: no other charset's text is, by chance."""
    text = shown.decode("utf-8", "replace")
    broken = text.count("\ufffd") - shown.count("\ufffd".encode())
    return 10 * broken < len(text) - len(text.encode("ascii", "ignore"))


def plausibility(text: str, codec: str) -> float:
    """Share of the words beyond ASCII that a person could have written in this charset; 1 where none is."""
    damage = len(DAMAGE.findall(text))
    words = [str(word) for word in WORD.findall(DAMAGE.sub(" ", text)) if not word.isascii()]
    if not words:
        return 0.0 if damage else 1.0
    shouted = sum(len(word) > 1 and word.isupper() for word in words)
    good = sum(map(well_formed, words)) - damage - SHOUTED * shouted
    return max(0.0, good) / (len(words) + damage) * familiarity("".join(words).lower(), codec)


def familiarity(letters: str, codec: str) -> float:
    """How usual the letters are in the scripts of a charset, 0 to 1."""
    if codec not in MODELS:
        return UNKNOWN
    usual, chance, span = MODELS[codec]
    weights = {letter: 1 - rank / len(usual) for rank, letter in enumerate(usual)}
    mean = sum(weights.get(letter, 0.0) for letter in letters) / len(letters)
    return min(1.0, max(0.0, (mean - chance) / span))


def well_formed(word: str) -> bool:
    """One script, and capitals only first or throughout."""
    return not MIXED.search(word) and (word[1:] == word[1:].lower() or word == word.upper())
