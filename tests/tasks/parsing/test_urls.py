"""Addresses in one form."""

from ipaddress import IPv4Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.parsing.urls import MAX_URL, host_of, normalize_url

HOSTS = {
    "N.Example.": "n.example", "a_b.example:080": "a_b.example:80", "n.example:": "n.example",
    "n%2Eexample": "n.example", "ｎ．ｅｘａｍｐｌｅ": "n.example", "n。example。": "n.example",
    "straße.example": "xn--strae-oqa.example", "☃.example": "xn--n3h.example",
    "😀.example": "xn--e28h.example", "%D9%85%D8%AB%D8%A7%D9%84.example": "xn--mgbh0fb.example",
    "XN--MGBH0FB.example": "xn--mgbh0fb.example", "2130706433": "127.0.0.1", "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1", "127.0.0.1.": "127.0.0.1", "１２７.１": "127.0.0.1", "0x": "0.0.0.0",
    "0xA9.254.43518": "169.254.169.254", "0xffffffff": "255.255.255.255", "1e3": "1e3",
    "[2001:DB8:0:0::1]": "[2001:db8::1]", "[::FFFF:7F00:1]:8080": "[::ffff:7f00:1]:8080",
}  # fmt: skip
INVALID = [
    "", "news.example/a", "ftp://news.example/a", "javascript:alert(1)", "mailto:a@news.example", "http://",
    "http:///a", "http:/news.example/a", "http:\\/\\/news.example\\/a", "http://news example/",
    "http://news%20example/", "http://news%00.example/", "http://user:secret@news.example/",
    "http://user@news.example/", "http://@news.example/", "http://:@news.example/",
    "http://a%40news.example/", "http://a＠news.example/", "http://news.example:99999/",
    "http://news.example:0/", "http://-a.example/", "http://a..example/", "http://a.example../",
    "http://1.2.3.4.5/", "http://256.1.1.1/", "http://1.2.3.08/", "http://4294967296/",
    "http://news.example.7/", "http://[::1", "http://[::1]a/", "http://a[::1]/", "http://[v1.a]/",
    "http://[1.2.3.4]/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/",
    "http://" + "a" * 64 + ".example/", "http://n.example/" + "a" * 9_000, "http://n.example/\ud800",
]  # fmt: skip
TRACKING = [
    "utm_source", "UTM_Campaign", "utm%5Fid", "amp;utm_medium", "my_utm_term", "fbclid", "gad_source",
    "at_medium", "at_custom1", "pk_kwd", "_hsenc", "mc_eid", "wt.mc_id", "gaa_sig", "__s", "ysclid",
    "xtor", "srsltid",
]  # fmt: skip
CONTENT = [
    "id", "p", "page", "story", "lang", "ref", "source", "cid", "at_id", "format", "utm", "keyword",
    "campaign", "medium", "s", "q", "amp", "session", "uid", "from", "gl", "share", "mod",
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("HTTPS://News.Example:443/A#top", "https://news.example/A"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("http://news.example:443/a", "http://news.example:443/a"),
        ("https://مثال.إختبار/مقال", "https://xn--mgbh0fb.xn--kgbechtv/%D9%85%D9%82%D8%A7%D9%84"),
        (
            "https://n.example/ar/أخبار/خبر-1",
            "https://n.example/ar/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AE%D8%A8%D8%B1-1",
        ),
        ("https://n.example/%d9%85%7e%41", "https://n.example/%D9%85~A"),
        ("https://n.example/a%2Fb", "https://n.example/a%2Fb"),
        ("https://n.example/100%", "https://n.example/100%25"),
        ("https://n.example/a b", "https://n.example/a%20b"),
        ("https://n.example/a/./b/../c", "https://n.example/a/c"),
        ("https://n.example/../..", "https://n.example/"),
        ("https://n.example/a//b", "https://n.example/a//b"),
        ("https://n.example/?b=2&a=1&p=", "https://n.example/?b=2&a=1&p="),
        ("https://n.example/?id=5&lang=ar&page=2", "https://n.example/?id=5&lang=ar&page=2"),
        ("https://n.example/%E3%E1", "https://n.example/%E3%E1"),
        ("https://n.example/%zz%2e%2E/é?é", "https://n.example/%25zz../%C3%A9?%C3%A9"),
        ("https://n.example/a/%2e%2E/b/%2e", "https://n.example/b/"),
        ('https://n.example/[a]|{b}?<c>^`"', "https://n.example/%5Ba%5D%7C%7Bb%7D?%3Cc%3E%5E%60%22"),
        ("https://n.example/@user?to=a@b#@c", "https://n.example/@user?to=a@b"),
        ("https://n.example/#!/story/5", "https://n.example/"),
        ("https://n.example?", "https://n.example/"),
    ],
)
def test_one_form(given: str, normal: str) -> None:
    """Letters, ports, escapes, dots and fragments are settled; order and empty values stay."""
    assert normalize_url(given) == normal


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (" https://n.example/a\n", "https://n.example/a"),
        ("\ufeff\u200fhttps://n.example/a\u00a0\x00", "https://n.example/a"),
        ("https://n.exa\tmple/a\r\nb", "https://n.example/ab"),
        ("https://n.example/a\x01b\x7f", "https://n.example/a%01b%7F"),
        ("http:\\\\n.example\\a\\b?c\\d#e\\f", "http://n.example/a/b?c%5Cd"),
        ("http://n.example\\@other.example/", "http://n.example/@other.example/"),
    ],
)
def test_white_space_controls_and_backslashes(given: str, normal: str) -> None:
    """As in browsers: tabs and newlines go, other controls are escaped, a backslash in a path is a slash."""
    assert normalize_url(given) == normal


@pytest.mark.parametrize(("host", "normal"), HOSTS.items())
def test_one_form_of_a_host(host: str, normal: str) -> None:
    """Names are Punycode in lower case; an IP address is seen to be one, however it is written."""
    assert normalize_url(f"https://{host}/") == f"https://{normal}/"


@pytest.mark.parametrize("name", TRACKING)
def test_tracking_goes(name: str) -> None:
    """Parameters that only say where a reader came from."""
    assert normalize_url(f"https://n.example/a?id=5&{name}=x&p") == "https://n.example/a?id=5&p"
    assert normalize_url(f"https://n.example/a?{name}") == "https://n.example/a"


@pytest.mark.parametrize("name", CONTENT)
def test_what_may_select_content_stays(name: str) -> None:
    """Parameters which on some sites name the page."""
    assert normalize_url(f"https://n.example/a?{name}=x") == f"https://n.example/a?{name}=x"


@pytest.mark.parametrize("url", INVALID)
def test_invalid_is_none(url: str) -> None:
    """What is no web address, and what carries credentials, gives None."""
    assert normalize_url(url) is None


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a", "https://n.example/a"),
        ("../b?x=1", "https://n.example/b?x=1"),
        ("//other.example/c", "https://other.example/c"),
        ("https://other.example/d", "https://other.example/d"),
        ("", "https://n.example/feed/rss"),
        ("#top", "https://n.example/feed/rss"),
        ("\\\\other.example\\c", "https://other.example/c"),
        ("//user@other.example/c", None),
    ],
)
def test_relative_to_its_base(link: str, absolute: str | None) -> None:
    """A relative link is resolved."""
    assert normalize_url(link, "https://n.example/feed/rss") == absolute


def test_host() -> None:
    """The host is lower case and without port; nothing where there is none."""
    assert host_of("https://News.Example:8443/a") == "news.example"
    assert host_of("http://[::1") == ""
    assert host_of("no address") == ""


LIKE_URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTP:\\\\", "http:", "ftp://", "//"]),
    st.text(alphabet="aZ01x7.-_:@[]مß☃。١%", max_size=12),
    st.text(alphabet="/.?&=#%20AfmÉخ \t\x00\\;:@utm_source\ud800", max_size=40),
)


@given(st.text(max_size=200) | LIKE_URLS)
@example("http://a/%2e%2e/%252e")
@example("http://a/?%75tm_source=1")
@example("http://a/?&amp;amp;utm_source")
def test_any_text_is_normal_after_one_pass(text: str) -> None:
    """Never an exception; printable ASCII without spaces, of bounded length; a second pass is idle."""
    once = normalize_url(text)
    if once is not None:
        assert normalize_url(once) == once
        assert once.isascii()
        assert once.isprintable()
        assert " " not in once
        assert len(once) <= MAX_URL
        assert once.startswith(("http://", "https://"))
        assert host_of(once)


@given(LIKE_URLS, st.text(max_size=30))
def test_a_fragment_makes_no_other_address(text: str, fragment: str) -> None:
    """An address with any fragment is the address."""
    once = normalize_url(text)
    if once is not None:
        assert normalize_url(f"{once}#{fragment}") == once


@given(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9})?(\.[a-z][a-z0-9]{0,9}){1,3}", fullmatch=True), st.data())
def test_a_name_keeps_its_meaning(host: str, data: st.DataObject) -> None:
    """A plain name in any mixture of capitals, escapes and full-width letters is that name."""
    forms = [data.draw(st.sampled_from([c, c.upper(), f"%{ord(c):02x}", chr(ord(c) + 0xFEE0)])) for c in host]
    assert host_of(normalize_url(f"http://{''.join(forms)}/") or "") == host


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}", "0x{:X}"]))
def test_a_number_is_the_address_it_stands_for(number: int, form: str) -> None:
    """Decimal, hexadecimal and octal numbers come out as four decimal ones."""
    assert host_of(normalize_url(f"http://{form.format(number)}/") or "") == str(IPv4Address(number))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_base_is_survived(link: str, base: str) -> None:
    """Never an exception, whatever the base is."""
    result = normalize_url(link, base)
    assert result is None or normalize_url(result) == result
