"""Where a page sends its reader at once."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.refresh import MAX_BYTES, Refresh, refresh_target
from tasks.parsing.urls import normalize_url

PAGE = "https://gazette.example/news/1"
TO_A = '<meta http-equiv="refresh" content="0;url=/a">'
A = "https://gazette.example/a"


def url_of(markup, base=PAGE):
    """The address a page leads to; None where it stays, empty where that address is not allowed."""
    found = refresh_target(markup.encode(), base)
    return found and (found.url or "")


def meta(content):
    """A page with one refresh."""
    return f"<head><meta http-equiv='refresh' content='{content}'></head>"


@pytest.mark.parametrize(
    "content",
    [
        "0;url=/a", "0; URL=&#39;/a&#39;", "0,/a", " 0.5 ; url = &quot;/a&quot;", "0 /a", "0;/a",
        "0;&quot;/a&quot; and more", "5;url=/a", "5.9;url=/a", ".;url=/a", "0..1.2;url=/a", "00000;url=/a",
        "\n0\t;\fUrL\n=\r/a ", "0;url=&quot;/a", "0;url=https://gazette.example/a#part",
        "0;url=//gazette.example/a", "0;url=../a", "0;url=&#x2f;a", "0;url=&sol;a",
        "0;url=/a?utm_source=old",
    ],
)  # fmt: skip
def test_forms_of_the_content(content):
    """Every form that a browser reads, of a delay of up to five seconds, leads to the address."""
    assert url_of(meta(content)) == A


@pytest.mark.parametrize(
    "content",
    [
        "", "0", "0;", "0;url=", "0;url=''", "300", "300;url=/a", "6;url=/a", "9" * 5_000 + ";url=/a",
        "url=/a", "/a", "+0;url=/a", "-1;url=/a", "0x;url=/a", "٠;url=/a", "0;url=/news/1", "0;url=#top",
        "0;url=?utm_medium=reload", "0;url=https://gazette.example:443/news/1",
    ],
)  # fmt: skip
def test_the_page_stays(content):
    """Nothing to read, a later reload, or the page's own address is no redirect."""
    assert refresh_target(meta(content.replace("'", "&#39;")).encode(), PAGE) is None


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "file:///etc/hosts", "data:text/html,x", "mailto:a@gazette.example",
        "http://[::1", "http://gazette.example:99999/", "/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_leads_nowhere_allowed(target):
    """A target that is not an http(s) address is told from no refresh, with what the page states."""
    found = refresh_target(meta(f"0;url={target}").encode(), PAGE)
    assert found == Refresh(url=None, stated=target[:1_000])


@pytest.mark.parametrize(
    "markup",
    [
        "<META CONTENT=0;/a HTTP-EQUIV=REFRESH>", "<meta\nname=x content='0;/a'\thttp-equiv = refresh />",
        '<meta/http-equiv="refresh"content="0;/a"/>', '<meta http-equiv=&#114;efresh content="0;/a">',
        '<meta content="0;/a" content="0;/b" http-equiv=refresh http-equiv=x>',
        "<meta a='>' http-equiv=refresh content=0;/a>",
        '<!doctype html><html><body><p class="a">خبر</p><meta http-equiv=refresh content=0;/a>',
        "<meta http-equiv=refresh content=x><meta http-equiv=refresh content=0;/a>",
        "<meta http-equiv=refresh><meta http-equiv=refresh content=0;/a>", f"<!-->{TO_A}", f"<!--->{TO_A}",
        f"<!-- a --!>{TO_A}", f"<?xml version='1.0'?><![CDATA[ x ]]>{TO_A}",
        f"<title>a < b</title><script>if (a</b/) {{}}</script>{TO_A}",
        f"<noscript><!-- </noscript>{TO_A}-->", f"<template>{TO_A.replace('/a', '/b')}</template>{TO_A}",
        f"</template></p></>{TO_A}", f"a < b <3 <{TO_A}",
    ],
)  # fmt: skip
def test_forms_of_the_markup(markup):
    """Attributes in any order, case and quoting, anywhere in the page, as a browser reads them."""
    assert url_of(markup) == A


@pytest.mark.parametrize(
    "markup",
    [
        "", f"<!-- {TO_A} -->", f"<!-- {TO_A}", f"<! {TO_A}".replace(">", ""),
        f"<noscript>{TO_A}</noscript>", f"<NoScript class=a>{TO_A}</NOSCRIPT>",
        f"<script>document.write('{TO_A}')</script>", f"<script>x</scripts>{TO_A}", f"<style>{TO_A}</style>",
        f"<title>{TO_A}</title >", f"<textarea>{TO_A}</textarea>", f"<textarea>{TO_A}",
        f"<iframe>{TO_A}</iframe>", f"<plaintext>{TO_A}",
        f"<template><template></template>{TO_A}</template>", f"<p title='{TO_A}'>", f"<p title='{TO_A}",
        TO_A[:-1], TO_A.replace("meta", "metas"), TO_A.replace("http-equiv", "name"),
        TO_A.replace("refresh", "refresh2"), "&lt;meta http-equiv=refresh content=0;/a&gt;",
        f"<meta http-equiv=refresh content=900>{TO_A}", " " * MAX_BYTES + TO_A,
        " " * (MAX_BYTES - len(TO_A) + 1) + TO_A,
    ],
)  # fmt: skip
def test_where_no_browser_looks(markup):
    """Comments, scripts and their like, broken tags, later refreshes and what stands beyond 16 KB."""
    assert refresh_target(markup.encode(), PAGE) is None


@pytest.mark.parametrize(
    ("stated", "query"),
    [
        ("?id=1&copy=2", "id=1&copy=2"),
        ("?id=1&amp;section=2", "id=1&section=2"),
        ("?id=1&section=2&notit;", "id=1&section=2&notit;"),
        ("?a=&copy;", "a=%C2%A9"),
        ("?a=&copy", "a=%C2%A9"),
        ("?a=&#1;&#xD800;", "a=%EF%BF%BD"),
        ("?a=&#" + "9" * 6_000 + ";", "a=%EF%BF%BD" + "9" * 5_980 + ";"),
    ],
)
def test_character_references(stated, query):
    """References are read as in an attribute: `&copy=2` of a query is none."""
    found = refresh_target(meta(f"0;url=/b{stated}").encode(), PAGE)
    assert found is not None
    assert found.url == f"https://gazette.example/b?{query}"


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("<base href=/ar/>", "https://gazette.example/ar/c"),
        ("<base target=_top><base href='//press.example/x/'><base href=/ar/>", "https://press.example/x/c"),
        ("<base href='javascript:x'>", "https://gazette.example/news/c"),
        ("<!--<base href=/ar/>-->", "https://gazette.example/news/c"),
    ],
)
def test_relative_to_the_base_element(base, url):
    """A relative target is resolved against the page's first base, else against the page."""
    assert url_of(f"{base}<meta http-equiv=refresh content=0;c>") == url


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_pages(codec):
    """A page that is not compatible with ASCII is not read."""
    assert refresh_target(TO_A.encode(codec), PAGE) is None


def test_other_charsets():
    """Bytes that are not UTF-8 do not hide the refresh."""
    markup = "<title>خبر عاجل</title>".encode("cp1256") + TO_A.encode()
    assert refresh_target(b"\xef\xbb\xbf" + markup, PAGE) == Refresh(url=A, stated="/a")


OPEN = ["", "<meta ", "<meta a=", '<meta a="', "<!--", "<title>", '<meta http-equiv=refresh content="0;url']
FILL = [
    "<meta", "<meta ", "<meta a=b>", "<", "<!", "<!--", "--!", "</a", '<a b="', "<a b= ", "= ", "/ ", "a ",
    "&a", "&#1", "<title></titl", "<script></script>", "<template>", "<base href=//a>", "<![x", " ", "1", ".",
    "<meta http-equiv=refresh content=x>",
]  # fmt: skip


@pytest.mark.parametrize("fill", FILL)
def test_time_on_hostile_pages(fill):
    """A page made to be slow takes milliseconds."""
    for opening in OPEN:
        for end in (b"", b">", b'">'):
            body = (opening + fill * MAX_BYTES).encode()[: MAX_BYTES - len(end)] + end
            started = process_time()
            refresh_target(body, PAGE)
            assert process_time() - started < 0.25, (opening, end)


MARKUP = st.lists(
    st.sampled_from([*OPEN, *FILL, TO_A, "-->", "'", '"', ">", "\0", "خ", "\ud800"]), max_size=12
)


@given(st.binary(max_size=300) | MARKUP.map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass")))
def test_any_page_gives_a_normal_address_or_none(body):
    """Never an exception; the address is normal and not the page's own."""
    found = refresh_target(body, PAGE)
    if found is not None and found.url is not None:
        assert normalize_url(found.url) == found.url != PAGE
        assert found.stated


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_content_and_any_base(content, base):
    """Never an exception, whatever the content and the page's address are."""
    escaped = content.replace("&", "&amp;").replace("'", "&#39;")
    found = refresh_target(meta(f"0;url={escaped}").encode("utf-8", "replace"), base)
    assert found is None or found.url is None or found.url.startswith(("http://", "https://"))
