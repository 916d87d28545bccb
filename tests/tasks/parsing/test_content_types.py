"""What a response is."""

import pytest

from tasks.parsing.content_types import opaque_type, split_content_type, why_not_html


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        (None, None, None),
        ("", None, None),
        ("Text/HTML", "text/html", None),
        ("text/html; charset=Windows-1256", "text/html", "Windows-1256"),
        ("text/html;charset='utf-8'; x=y", "text/html", "utf-8"),
        ('text/html; x=y; CHARSET = "utf-8"', "text/html", "utf-8"),
        ("; charset=utf-8", None, "utf-8"),
        ("text/html; charset=", "text/html", None),
    ],
)
def test_header(header, media_type, charset):
    """Type in lower case, charset as sent, None for what is not given."""
    assert split_content_type(header) == (media_type, charset)


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "audio/mpeg", "application/pdf"])
def test_types_that_need_not_be_read(media_type):
    """Pictures, films, sounds, PDF."""
    assert opaque_type(media_type)
    assert not opaque_type("text/html")
    assert not opaque_type(None)


@pytest.mark.parametrize(
    ("media_type", "charset", "body"),
    [
        ("text/html", None, b"<p>hello"),
        ("text/html", None, b"words without markup"),
        (None, None, b"<p>hello"),
        ("application/xhtml+xml", None, b"<?xml version='1.0'?><html/>"),
        ("text/plain", None, b"  <!DOCTYPE html><html></html>"),
        ("application/octet-stream", None, b"<html lang='ar'>"),
        ("text/html", None, "\ufeff<p>خبر".encode("utf-16")),
        ("text/html", "utf-16le", "<p>خبر".encode("utf-16-le")),
    ],
)
def test_pages(media_type, charset, body):
    """By the header, or by the bytes where the header is wrong."""
    assert why_not_html(media_type, charset, body) is None


@pytest.mark.parametrize(
    ("media_type", "body", "what"),
    [
        ("text/html", b"%PDF-1.7", "a PDF file"),
        ("text/html", b"\x89PNG\r\n", "a picture"),
        ("text/html", b"PK\x03\x04", "a ZIP"),
        ("text/html", b"\x1f\x8b\x08", "a gzip file"),
        ("text/html", b"\x00\x01\x02", "a binary file"),
        ("application/json", b'{"html": "<b>"}', "application/json"),
        ("text/plain", b"words", "text/plain"),
        ("application/rss+xml", b"<rss/>", "application/rss+xml"),
    ],
)
def test_other_types(media_type, body, what):
    """The sentence says what it is instead."""
    assert what in why_not_html(media_type, None, body)
