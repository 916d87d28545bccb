"""What a response is, by its Content-Type header and by its first bytes (WHATWG MIME Sniffing)."""

import re

HTML_TYPES = ("", "text/html", "application/xhtml+xml")
OPAQUE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/epub")
CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]{1,40})""", re.IGNORECASE)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a media file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
)
WIDE_BOM = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|link|div|article|main|h1|p|table)[\s>]",
    re.IGNORECASE,
)


def split_content_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type in lower case without parameters, and charset as sent; None for what is not given."""
    if not header:
        return None, None
    charset = CHARSET.search(header)
    return header.partition(";")[0].strip().lower() or None, charset.group(1) if charset else None


def opaque_type(media_type: str | None) -> bool:
    """Whether the header alone says that the body cannot be a page, so that it need not be read."""
    return (media_type or "").startswith(OPAQUE)


def why_not_html(media_type: str | None, charset: str | None, body: bytes) -> str | None:
    """What the body is instead of an HTML page; None where it is one."""
    sign = next((name for first, name in MAGIC if body.startswith(first)), None)
    if sign:
        return f"not an HTML page but {sign}"
    markup = MARKUP.search(body[:1_024])
    if (media_type or "") not in HTML_TYPES and not markup:
        return f"not an HTML page but {media_type}"
    wide = body.startswith(WIDE_BOM) or (charset or "").lower().startswith(("utf-16", "utf-32", "ucs"))
    binary = b"\0" in body[:512] and not (wide or markup)
    return "not an HTML page but a binary file" if binary else None
