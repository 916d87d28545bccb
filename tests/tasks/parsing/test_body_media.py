"""Links and pictures of the body, and only of the body."""

from lxml.html import HtmlElement

from tasks.parsing.body_media import Image, Link, find_media
from tasks.parsing.document import parse_html

URL = "https://sada.example/news/42"
FIRST = "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل."
SECOND = "وقال رئيس البلدية إن العمل انتهى قبل موعده بشهرين، وإن الكلفة لم تتجاوز ما خُطط له."


def tree(inner: str, beside: str = "") -> HtmlElement:
    """An article with something beside it."""
    found = parse_html(f"<html><body><div id=a>{inner}</div><aside>{beside}</aside></body></html>")
    assert found is not None
    return found


def test_links_of_kept_blocks() -> None:
    """Made absolute, with text and rel; links of other blocks are not the body's."""
    linked = FIRST.replace("السوق", '<a href="/market" rel="nofollow">السوق</a>')
    page = tree(
        f"<p>{linked}</p><p>{SECOND}</p>", '<p><a href="/other">خبر آخر لا علاقة له بالموضوع أبدا</a></p>'
    )
    links, _ = find_media(page, [FIRST, SECOND], URL)
    assert links == (Link(url="https://sada.example/market", text="السوق", rel="nofollow"),)


def test_addresses_that_lead_nowhere() -> None:
    """Fragments, scripts and mail are no links."""
    linked = FIRST
    for address in ("#top", "javascript:void(0)", "mailto:a@sada.example"):
        linked += f'<a href="{address}">.</a>'
    links, _ = find_media(tree(f"<p>{linked}</p>"), [FIRST + "..."], URL)
    assert links == ()


def test_a_picture_with_caption_and_credit() -> None:
    """The credit is what is marked so, and is not repeated in the caption."""
    figure = (
        '<figure><img src="/a.jpg" alt="واجهة السوق"><figcaption>السوق الجديد '
        '<span class="photo-credit">تصوير: ليلى منصور</span></figcaption></figure>'
    )
    _, images = find_media(tree(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"), [FIRST, SECOND], URL)
    assert images == (
        Image(
            url="https://sada.example/a.jpg",
            caption="السوق الجديد",
            credit="تصوير: ليلى منصور",
            alt="واجهة السوق",
        ),
    )


def test_lazy_and_repeated_pictures() -> None:
    """A placeholder gives way to the real address; the same picture is one."""
    lazy = '<img src="data:image/gif;base64,R0" data-src="/b.jpg">'
    srcset = '<img srcset="/c.jpg 800w, /c-small.jpg 400w">'
    page = tree(f"<p>{FIRST}</p>{lazy}{lazy}{srcset}<p>{SECOND}</p>")
    _, images = find_media(page, [FIRST, SECOND], URL)
    assert [image.url for image in images] == ["https://sada.example/b.jpg", "https://sada.example/c.jpg"]


def test_pictures_that_are_not_the_article_s() -> None:
    """Icons, trackers, and what stands beside the text."""
    tiny = '<img src="/t.jpg" width="1" height="1"><img src="/icon.svg">'
    page = tree(f"<p>{FIRST}</p>{tiny}<p>{SECOND}</p>", '<img src="/advert.jpg">')
    assert find_media(page, [FIRST, SECOND], URL)[1] == ()


def test_no_text_has_no_media() -> None:
    """A page without a body has neither."""
    assert find_media(tree('<img src="/a.jpg">'), [], URL) == ((), ())
