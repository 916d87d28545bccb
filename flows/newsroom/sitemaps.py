"""The newsroom's sitemaps."""

from lxml import etree

from flows.newsroom.items import DEFAULT, add, list_items, serialize
from flows.newsroom.outlets import Listing
from flows.newsroom.views import View

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_news(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """A Google News sitemap."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={DEFAULT: SITEMAP, "news": NEWS})
    for item in list_items(view, listing):
        entry = add(root, f"{{{SITEMAP}}}url")
        add(entry, f"{{{SITEMAP}}}loc", item.url)
        if item.published:
            add(entry, f"{{{SITEMAP}}}lastmod", (item.modified or item.published).isoformat())
            news = add(entry, f"{{{NEWS}}}news")
            publication = add(news, f"{{{NEWS}}}publication")
            add(publication, f"{{{NEWS}}}name", view.outlet.name)
            add(publication, f"{{{NEWS}}}language", view.outlet.language)
            add(news, f"{{{NEWS}}}publication_date", item.published.isoformat())
            add(news, f"{{{NEWS}}}title", item.title)
    return [(listing.path, serialize(root))]


def render_index(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """A sitemap index and its one child, a compressed news sitemap."""
    child = listing.path.removesuffix(".xml") + "-news.xml.gz"
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={DEFAULT: SITEMAP})
    add(add(root, f"{{{SITEMAP}}}sitemap"), f"{{{SITEMAP}}}loc", view.absolute(child))
    return [(listing.path, serialize(root)), (child, render_news(view, listing)[0][1])]
