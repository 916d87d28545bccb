"""Everything the newsroom serves on one night, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.newsroom.feeds import render_listing
from flows.newsroom.markup import FIGURE
from flows.newsroom.outlets import Article, Extra, Outlet, load_outlets
from flows.newsroom.render import render_article, render_index, render_plain, render_text
from flows.newsroom.views import View

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000"
    "03a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
TYPES = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "png": "image/png"}

Site = dict[tuple[str, str], "Response"]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: what the server sends for an address."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def build_site(night: int, bases: Mapping[str, str] | None = None) -> Site:
    """Every address of that night by (outlet, path); `bases` are the outlets' `http://host:port`."""
    bases = bases or {outlet.slug: f"http://{outlet.address}" for outlet in load_outlets()}
    site: Site = {}
    for outlet in load_outlets():
        view = View(outlet, night, bases)
        for path, response in (*answer_articles(view), *answer_extras(view), *answer_listings(view)):
            site[outlet.slug, path] = response
    return site


def page(outlet: Outlet, body: bytes) -> Response:
    """An HTML answer with the header this outlet sends, right or wrong."""
    return Response(200, (("Content-Type", outlet.content_type),), body)


def typed(content_type: str, body: bytes) -> Response:
    """An answer of that media type."""
    return Response(200, (("Content-Type", content_type),), body)


def answer_articles(view: View) -> list[tuple[str, Response]]:
    """Articles, front page, sections and pictures."""
    outlet = view.outlet
    found = [(article.path, page(outlet, render_article(view, article))) for article in view.articles]
    found.append(("/", page(outlet, render_index(view, outlet.tagline, None))))
    for key, name in outlet.sections.items():
        found.append((f"/{key}", page(outlet, render_index(view, name, key))))
    return found + [(path, typed(TYPES["png"], PIXEL)) for path in sorted(pictures(view.articles))]


def pictures(articles: tuple[Article, ...]) -> set[str]:
    """The paths of the pictures these articles show."""
    shown = {found[1] for article in articles for block in article.body if (found := FIGURE.fullmatch(block))}
    return shown | {article.image for article in articles if article.image} | {"/img/logo.png"}


def answer_extras(view: View) -> list[tuple[str, Response]]:
    """What is not an article, and robots.txt."""
    robots = view.outlet.robots.replace("$base", view.bases[view.outlet.slug])
    found = [("/robots.txt", typed(TYPES["txt"], robots.encode()))]
    for extra in view.outlet.extras:
        response = answer_extra(view, extra)
        if response:
            found.append((extra.path, response))
    return found


def answer_extra(view: View, extra: Extra) -> Response | None:
    """The answer at one such address; None where it is only named."""
    outlet = view.outlet
    if extra.redirect:
        return Response(
            301, (("Location", view.absolute(extra.redirect)), ("Content-Type", outlet.content_type))
        )
    if extra.text:
        return page(outlet, render_text(view, extra.title, extra.text))
    if extra.main:
        return page(outlet, render_plain(view, extra.title, (outlet.folder / extra.main).read_text("utf-8")))
    if extra.file:
        content_type = TYPES.get(extra.file.rpartition(".")[2], outlet.content_type)
        return typed(content_type, (outlet.folder / extra.file).read_bytes())
    return None


def answer_listings(view: View) -> list[tuple[str, Response]]:
    """Feeds and sitemaps."""
    return [
        (path, typed(content_type, body))
        for listing in view.outlet.listings
        for path, content_type, body in render_listing(view, listing)
    ]
