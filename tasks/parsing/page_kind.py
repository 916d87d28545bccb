"""Whether a page is an article, and if not, what it is instead."""

import re
from itertools import islice

from lxml.html import HtmlElement

from tasks.parsing.body import Body
from tasks.parsing.findings import Findings
from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured

MIN_CHARS = 140
MIN_DECLARED_CHARS = 40
SHORT_CHARS = 600
MAX_HEADINGS = 20
MAX_LINKS = 20_000
LINK = re.compile(r"<a\s", re.IGNORECASE)
HTML_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
)
BINARY = ((b"%PDF-", "a PDF document"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"),
          (b"GIF8", "an image"),
          (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "gzip data"),
          (b"RIFF", "audio, video or an image"))  # fmt: skip
TAG = re.compile(
    r"<\s{0,9}(?:!doctype\s+html|html|head|body|meta|div|p|article|title|h1|a|span|table|br)\b", re.IGNORECASE
)
NOT_FOUND = re.compile(
    r"\b404\b|page (?:was )?not found|not found|page (?:doesn.t|does not) exist|"
    r"no longer (?:available|exists)|"
    r"الصفحة غير موجودة|الصفحة المطلوبة غير|لم يتم العثور|عذر[اً]+ الصفحة|"
    r"صفحه (?:مورد نظر )?(?:پیدا|یافت) نشد|"
    r"страница не найдена|page introuvable|page non trouvée|seite nicht gefunden|"
    r"página no encontrada|sayfa bulunamadı|הדף לא נמצא",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"before you continue|we value your privacy|cookie (?:consent|policy|settings)|we use cookies|"
    r"utilis(?:ons|ent) des cookies|verwenden cookies|utilizamos cookies|accept (?:all )?cookies|"
    r"your privacy choices|"
    r"enable javascript|verify you are (?:a )?human|are you a robot|checking your browser|access denied|"
    r"just a moment|"
    r"ملفات تعريف الارتباط|политик[аи] конфиденциальности|cookies akzeptieren|"
    r"mit werbung (?:weiter)?lesen|accepter les cookies",
    re.IGNORECASE,
)
VIDEO_TYPES = frozenset({"VideoObject", "VideoGallery"})
LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"})


def not_html(content_type: str | None, body: bytes, text: str) -> str | None:
    """Why the bytes are no page of HTML; None where they are one."""
    if not body.strip():
        return "empty: no bytes"
    kind = next((name for start, name in BINARY if body.startswith(start)), None)
    if kind:
        return f"not HTML: {kind}"
    if (content_type or "").lower() not in HTML_TYPES and not TAG.search(text[:5_000]):
        return f"not HTML: {content_type}"
    head = text[:2_000].lstrip("\ufeff \r\n\t")
    if head.startswith(("{", "[")) and not TAG.search(head):
        return "not HTML: JSON"
    if re.match(
        r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
        head,
        re.DOTALL,
    ):
        return "not HTML: a feed or sitemap"
    return None if TAG.search(text[:20_000]) else "not HTML: text without markup"


def too_many_links(text: str) -> str | None:
    """Why a page is a list before it is parsed, which would take hundreds of megabytes; None: it is not."""
    links = len(LINK.findall(text))
    return f"index: a list of other pages ({links:,} links)" if links > MAX_LINKS else None


def not_article(
    tree: HtmlElement, structured: Structured, meta: Meta, findings: Findings, body: Body
) -> str | None:
    """Why a page of HTML is no article; None where it is one."""
    length = len(body.text)
    declared = bool(structured.articles) or (meta.first("og:type") or "").lower() == "article"
    title = findings.title.text if findings.title else ""
    headings = (" ".join(heading.itertext()) for heading in islice(tree.iter("h1", "h2"), MAX_HEADINGS))
    window = " ".join([title, findings.window_title or "", *headings])
    if length < SHORT_CHARS and not structured.articles and NOT_FOUND.search(window):
        return "not found: the page says so, with status 200"
    if (
        length < 2 * SHORT_CHARS
        and CONSENT.search(f"{window} {body.text[:400]}")
        and not (declared and length > SHORT_CHARS)
    ):
        return "consent or challenge page"
    if is_video_wall(structured, meta, length):
        return "video without an article"
    if length < (MIN_DECLARED_CHARS if declared else MIN_CHARS) and not body.places:
        return "too little text" if length else "empty: no text"
    if is_index(tree, structured, meta, body, declared):
        return "index: a list of other pages"
    if length < SHORT_CHARS and not (declared or body.places or findings.byline.names or findings.published):
        return "nothing says it is an article: short, without date or byline"
    return None


def is_video_wall(structured: Structured, meta: Meta, length: int) -> bool:
    """A page made for a video, with no more text than its caption."""
    video = bool(structured.types & VIDEO_TYPES) or (meta.first("og:type") or "").lower().startswith("video")
    return video and not structured.articles and length < SHORT_CHARS


def is_index(tree: HtmlElement, structured: Structured, meta: Meta, body: Body, declared: bool) -> bool:
    """A page that links more than it tells: short blocks, many headings, no word that it is an article."""
    if declared:
        return False
    blocks = body.paragraphs
    long_chars = sum(
        block.end - block.start
        for block in blocks
        if block.kind == "paragraph" and block.end - block.start >= 160
    )
    listed = bool(structured.types & LIST_TYPES) or (meta.first("og:type") or "").lower() == "website"
    headings = (
        sum(1 for _ in tree.iter("article")) >= 6
        or sum(1 for block in blocks if block.kind == "heading") >= 8
    )
    thin = long_chars < 0.5 * len(body.text)
    return thin and (listed or headings) and long_chars < 3 * SHORT_CHARS
