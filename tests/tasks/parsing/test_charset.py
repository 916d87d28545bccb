"""Bytes become the text their author wrote, whatever the page declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.charset import codec_of, decode, well_formed

ARABIC = (
    "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد، وقال رئيسها إن العمل انتهى قبل موعده بشهرين كاملين."
)
RUSSIAN = "Городской совет объявил сегодня об открытии нового рынка, и мэр сказал, что работы закончены."
JAPANESE = "市議会は本日、新しい市場の開設を発表した。市長は、工事は予定より早く終わったと述べた。"
KOREAN = "시의회는 오늘 새로운 시장의 개장을 발표했다. 시장은 공사가 예정보다 일찍 끝났다고 말했다."
CHINESE = "市议会今天宣布新市场开业。市长表示，工程比预定时间提前完成，居民们对此感到非常高兴。"
KINDS = [
    ("windows-1256", ARABIC),
    ("iso-8859-6", "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد، وقال رئيسها إن العمل انتهى قبل موعده"),
    ("windows-1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("shift_jis", JAPANESE),
    ("euc-kr", KOREAN),
    ("gb18030", CHINESE),
    ("utf-16-le", ARABIC),
]


def page(text: str, charset: str = "") -> str:
    """A page of three paragraphs, with a meta charset where one is given."""
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body>{f'<p>{text}</p>' * 3}</body></html>"


@pytest.mark.parametrize(("charset", "text"), KINDS)
@pytest.mark.parametrize("declaration", ["header", "meta", "nothing", "wrong header"])
def test_each_charset_in_each_way_of_declaring_it(charset: str, text: str, declaration: str) -> None:
    """A right header, a right meta, no declaration or a wrong header: the text is the same."""
    declared = {"header": charset, "wrong header": "utf-8"}.get(declaration)
    body = page(text, charset if declaration == "meta" else "").encode(charset)
    assert text in decode(body, declared).text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1251"])
def test_arabic_bytes_declared_as_something_else(declared: str) -> None:
    """Windows-1256 declared as a Western or Cyrillic charset is still read as Arabic."""
    decoded = decode(page(ARABIC).encode("windows-1256"), declared)
    assert (decoded.charset, decoded.source) == ("cp1256", "detected")
    assert ARABIC in decoded.text


@pytest.mark.parametrize(
    ("bom", "codec"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_byte_order_mark_wins(bom: bytes, codec: str) -> None:
    """The mark is believed before the header, and is not part of the text."""
    decoded = decode(bom + page(ARABIC).encode(codec), "windows-1252")
    assert decoded.text == page(ARABIC)
    assert (decoded.charset, decoded.source) == (codec, "bom")


def test_the_source_says_where_the_charset_came_from() -> None:
    """Header before meta; a meta alone; neither."""
    body = page(RUSSIAN).encode("windows-1251")
    assert decode(body, "windows-1251").source == "header"
    assert decode(page(RUSSIAN, "windows-1251").encode("windows-1251"), None).source == "meta"
    assert decode(page(RUSSIAN, "windows-1251").encode("windows-1251"), "koi8-r").source == "meta"
    assert decode(body, None).source == "detected"


def test_utf8_with_a_broken_byte_is_still_utf8() -> None:
    """One damaged byte in a declared UTF-8 page costs one character."""
    body = page(ARABIC).encode().replace(b"</p>", b"\xff</p>", 1)
    decoded = decode(body, "utf-8")
    assert decoded.charset == "utf-8"
    assert decoded.text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("GB2312", "gb18030"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ('"utf-8"', "utf-8"),
        ("x-cp1251", "cp1251"),
        ("iso-8859-9", "cp1254"),
        ("arabic", "iso8859-6"),
        ("rot13", None),
        ("unicode_escape", None),
        ("utf-7", None),
        ("no such charset", None),
        ("", None),
        (None, None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str | None, codec: str | None) -> None:
    """Web labels map to their supersets; what no page may use is refused."""
    assert codec_of(label) == codec


@pytest.mark.parametrize(
    ("word", "is_word"),
    [
        ("café", True),
        ("Çölyak", True),
        ("ÇáÓáÇã", False),
        ("оПХБЕР", False),
        ("МОСКВА", True),
        ("سلام", True),
        ("сàт", False),
    ],
)
def test_well_formed_words(word: str, is_word: bool) -> None:
    """Letters read in a wrong charset are told from words."""
    assert well_formed(word) is is_word


@given(st.binary(max_size=600), st.one_of(st.none(), st.text(max_size=30)))
def test_never_raises(body: bytes, declared: str | None) -> None:
    """Any bytes with any declaration give a text."""
    assert isinstance(decode(body, declared).text, str)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=300))
def test_utf8_is_read_back(text: str) -> None:
    """What was written as UTF-8 and declared so is read back as it was."""
    assert decode(page(text).encode(), "utf-8").text == page(text)
