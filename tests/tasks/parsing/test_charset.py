"""Bytes become the text their author wrote, whatever the page declares."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.charset import codec_of, decode, well_formed

ARABIC = (
    "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد، وقال رئيسها إن العمل انتهى قبل موعده بشهرين كاملين. "
    "وأضاف أن 40 تاجرا حجزوا أماكنهم، فيما طالب سكان الحي القديم بتحسين الطريق المؤدي إلى الميناء. "
    "وكان المجلس قد وافق في 2023 على الخطة بعد نقاش طويل، ورفضت المعارضة نشر تكاليف المشروع."
)
RUSSIAN = (
    "Городской совет объявил сегодня об открытии нового рынка, и мэр сказал, что работы закончены досрочно. "
    "По его словам, места заняли 40 торговцев, а жители старого района просят починить дорогу к порту. "
    "Совет утвердил план в 2023 году после долгого спора; оппозиция требовала назвать стоимость."
)
JAPANESE = (
    "市議会は本日、新しい市場の開設を発表した。市長は、工事は予定より早く終わったと述べた。"
    "これまでに40の店が出店を決めたが、旧市街の住民は港へ続く道路の改修を求めている。"
    "計画は2023年に長い議論のあとで承認され、費用はまだ公表されていない。"
)
KOREAN = (
    "시의회는 오늘 새로운 시장의 개장을 발표했다. 시장은 공사가 예정보다 일찍 끝났다고 말했다. "
    "지금까지 상인 40명이 자리를 예약했으며, 구시가지 주민들은 항구로 가는 길을 고쳐 달라고 요구했다. "
    "의회는 2023년에 긴 토론 끝에 계획을 승인했고 비용은 아직 공개되지 않았다."
)
CHINESE = (
    "市议会今天宣布新市场开业。市长表示，工程比预定时间提前完成，居民们对此感到非常高兴。"
    "目前已有40家商户预订了摊位，而老城区的居民要求修复通往港口的道路。"
    "议会在2023年经过长时间讨论后批准了这个计划，但是费用还没有公布。"
)
TAIWANESE = (
    "市議會今天宣布新市場開業。市長表示，工程比預定時間提前完成，居民們對此感到非常高興。"
    "目前已有40家商戶預訂了攤位，而老城區的居民要求修復通往港口的道路。"
    "議會在2023年經過長時間討論後批准了這個計畫，但是費用還沒有公布。"
)
TEXTS = {
    "windows-1256": ARABIC,
    "iso-8859-6": ARABIC,
    "windows-1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "shift_jis": JAPANESE,
    "euc-jp": JAPANESE,
    "euc-kr": KOREAN,
    "gb18030": CHINESE,
    "big5": TAIWANESE,
    "utf-16-le": ARABIC,
    "utf-16-be": JAPANESE,
    "utf-8": ARABIC,
}
WESTERN = ["iso-8859-1", "windows-1252", "utf-8", "no-such-charset"]
CASES = [("right", False), (None, True), (None, False), *product(WESTERN, (True, False))]
OTHERS = ["windows-1251", "windows-1255", "windows-1256", "shift_jis", "big5", "euc-kr"]
EVERY = pytest.mark.parametrize("charset", TEXTS)


def page(text: str, charset: str = "") -> str:
    """A page of three paragraphs, with a meta charset where one is given."""
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body>{f'<p>{text}</p>' * 3}</body></html>"


@EVERY
@pytest.mark.parametrize(("header", "meta"), CASES)
def test_each_charset_in_each_way_of_declaring_it(charset: str, header: str | None, meta: bool) -> None:
    """A right header, a right meta, a wrong header with or without it, or nothing: the text is the same."""
    text = page(TEXTS[charset], charset if meta else "")
    assert decode(text.encode(charset), charset if header == "right" else header).text == text


@EVERY
@pytest.mark.parametrize("other", OTHERS)
def test_a_header_of_another_script(charset: str, other: str) -> None:
    """Letters that are rare in the declared script, or no words in it, are not believed."""
    text = page(TEXTS[charset])
    assert decode(text.encode(charset), other).text == text


@given(st.data())
def test_words_declared_rightly_are_read_back(data: st.DataObject) -> None:
    """Any few words of a language in their own charset, with its name in the header."""
    charset = data.draw(st.sampled_from(sorted(TEXTS)))
    words = TEXTS[charset].replace("。", "。 ").split()
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=3, unique=True)))
    assert decode(page(text).encode(charset), charset).text == page(text)


@pytest.mark.parametrize(
    ("bom", "codec"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_byte_order_mark_wins(bom: bytes, codec: str) -> None:
    """The mark is believed before the header, and is not part of the text."""
    decoded = decode(bom + page(ARABIC).encode(codec), "windows-1252")
    assert decoded.text == page(ARABIC)
    assert (decoded.charset, decoded.source) == (codec, "bom")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_or_markup(codec: str) -> None:
    """The halves of its spaces give it away, also where a header calls it simply UTF-16."""
    assert decode(ARABIC.encode(codec), "utf-16").text == ARABIC


def test_the_source_says_where_the_charset_came_from() -> None:
    """Header before meta; a meta alone; neither."""
    body, with_meta = page(RUSSIAN).encode("cp1251"), page(RUSSIAN, "windows-1251").encode("cp1251")
    assert decode(body, "windows-1251").source == "header"
    assert decode(with_meta, None).source == "meta"
    assert decode(with_meta, "koi8-r").source == "meta"
    assert decode(with_meta, "windows-1251").source == "header"
    assert decode(body, None).source == "detected"


@pytest.mark.parametrize("declared", ["utf-8", None, "windows-1252", "windows-1256"])
def test_utf8_with_a_broken_byte_is_still_utf8(declared: str | None) -> None:
    """One damaged byte in a UTF-8 page costs one character, whatever is declared."""
    body = page(ARABIC).encode().replace(b"</p>", b"\xff</p>", 1)
    decoded = decode(body, declared)
    assert decoded.charset == "utf-8"
    assert decoded.text.count("\ufffd") == 1


def test_ascii_is_what_it_is_declared_to_be() -> None:
    """Nothing in it speaks against any charset, save UTF-16."""
    assert decode(b"<p>The council met.</p>", "windows-1251").charset == "cp1251"
    assert decode(b"<p>The council met.</p>", "utf-16").text == "<p>The council met.</p>"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b"\xa1\xc1\xad\xa1\xad\xea", "euc-jp", "～①㈱"),
        (b"\xa4\xa2\x8f\x00\xad", "euc-jp", "あ\ufffd\x00\ufffd"),
        (b"\xa1\x45\xa1\x4e", "big5", "‧﹑"),
        (b"\x81\x60\x87\x40", "shift_jis", "～①"),
        (b"\xa3\xa0", "gbk", "\u3000"),
        (b"\xb0\xa1\x81\x41", "euc-kr", "가갂"),
    ],
)
def test_bytes_that_browsers_read_differently(body: bytes, charset: str, text: str) -> None:
    """The cells in which Python's tables are not those of the web."""
    sentence = TEXTS[charset if charset in TEXTS else "gb18030"]
    codec = {"euc-jp": "euc_jp", "gbk": "gb18030"}.get(charset, charset)
    assert decode(sentence.encode(codec) + body, charset).text == sentence + text


@pytest.mark.parametrize(
    ("codec", "labels"),
    [
        ("cp1252", ["ISO-8859-1", "latin1", "us-ascii", "iso88591"]),
        ("cp1251", ["x-cp1251", "win-1251"]),
        ("cp1256", ["windows1256"]),
        ("iso8859-6", ["arabic", "csISO88596E"]),
        ("iso8859-8", ["iso-8859-8-i"]),
        ("cp874", ["windows-874", "dos-874"]),
        ("cp932", ["x-sjis", "windows-31j"]),
        ("gb18030", ["GB2312"]),
        ("utf-8", ['"utf-8"']),
        (None, ["rot13", "unicode_escape", "utf-7", "no such charset", "\ud800\x00", "", None]),
    ],
)
def test_labels_mean_what_browsers_take_them_for(codec: str | None, labels: list[str | None]) -> None:
    """Web labels map to their supersets; what no page may use is refused."""
    assert {codec_of(label) for label in labels} == {codec}


@pytest.mark.parametrize(
    ("word", "is_word"),
    [
        ("café", True),
        ("ÇáÓáÇã", False),
        ("оПХБЕР", False),
        ("МОСКВА", True),
        ("сàт", False),
    ],
)
def test_well_formed_words(word: str, is_word: bool) -> None:
    """Letters read in a wrong charset are told from words."""
    assert well_formed(word) is is_word


LABELS = st.sampled_from([None, *TEXTS, "iso-2022-jp", "hz", "windows-874", "macintosh"]) | st.text(
    max_size=30
)


@given(st.binary(max_size=600), LABELS)
def test_any_bytes_give_valid_text(body: bytes, declared: str | None) -> None:
    """Never an exception, and never half of a surrogate pair."""
    assert decode(body, declared).text.encode("utf-8") is not None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=300))
def test_utf8_is_read_back(text: str) -> None:
    """What was written as UTF-8 and declared so is read back as it was."""
    assert decode(page(text).encode(), "utf-8").text == page(text)
