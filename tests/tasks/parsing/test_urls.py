"""Addresses in one form."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.parsing.urls import host_of, normalize_url


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
        ("https://n.example/a?utm_source=x&id=5&fbclid=y&UTM_campaign=z", "https://n.example/a?id=5"),
        ("https://n.example/a?utm%5Fsource=x", "https://n.example/a"),
        ("https://n.example/a?at_medium=RSS&at_campaign=KARANGA", "https://n.example/a"),
        ("https://n.example/a?format=atom&at_id=1", "https://n.example/a?format=atom&at_id=1"),
        ("https://user:secret@n.example/a", "https://n.example/a"),
        ("https://n.example./a", "https://n.example/a"),
        (" https://n.example/a\n", "https://n.example/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("https://a_b.example/", "https://a_b.example/"),
    ],
)
def test_one_form(given, normal):
    """Letters, ports, escapes, dots and tracking are settled; order and empty values stay."""
    assert normalize_url(given) == normal


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "mailto:a@news.example",
        "http://",
        "http:///a",
        "http://news example/",
        "http://news.example:99999/",
        "http://news.example:0/",
        "http://-a.example/",
        "http://a..example/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://a\\b.example/",
        "http://" + "a" * 64 + ".example/",
        "http://n.example/" + "a" * 9_000,
        "http://n.example/\ud800",
    ],
)
def test_invalid_is_none(url):
    """What is no web address gives None."""
    assert normalize_url(url) is None


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a", "https://n.example/a"),
        ("../b?x=1", "https://n.example/b?x=1"),
        ("//other.example/c", "https://other.example/c"),
        ("https://other.example/d", "https://other.example/d"),
        ("", "https://n.example/feed/rss"),
    ],
)
def test_relative_to_its_base(link, absolute):
    """A relative link is resolved."""
    assert normalize_url(link, "https://n.example/feed/rss") == absolute


def test_host():
    """The host is lower case and without port; nothing where there is none."""
    assert host_of("https://News.Example:8443/a") == "news.example"
    assert host_of("http://[::1") == ""
    assert host_of("no address") == ""


LIKE_URLS = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.text(alphabet="aZ0.-_:@[]مثх%", max_size=12),
    st.text(alphabet="/.?&=#%20AfmÉخ \\;:@utm_source\ud800", max_size=40),
)


@given(st.text(max_size=200) | LIKE_URLS)
@example("http://a/%2e%2e/%252e")
@example("http://a/?%75tm_source=1")
def test_any_text_is_normal_after_one_pass(text):
    """Never an exception; a second pass changes nothing; the result is ASCII and http(s)."""
    once = normalize_url(text)
    if once is not None:
        assert normalize_url(once) == once
        assert once.isascii()
        assert urlsplit(once).scheme in ("http", "https")
        assert host_of(once)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_base_is_survived(link, base):
    """Never an exception, whatever the base is."""
    result = normalize_url(link, base)
    assert result is None or normalize_url(result) == result
