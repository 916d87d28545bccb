"""Pages of the newsroom: an outlet's templates filled with its content; every value is escaped."""

import json
from collections.abc import Mapping
from html import escape
from string import Template
from urllib.parse import quote

from flows.newsroom.markup import render_body, render_figure
from flows.newsroom.outlets import Article, blocks
from flows.newsroom.views import View, describe, write_date

RELATED = 3


def render_article(view: View, article: Article) -> bytes:
    """The page of one article."""
    plain = article_fields(view, article)
    fields = {key: escape(value) for key, value in plain.items()}
    fields |= {
        "body": render_body(article.body, view.absolute),
        "picture": render_picture(view, article),
        "related": render_related(view, article),
        "json_ld": json.dumps(linked_data(plain, article), ensure_ascii=False, indent=1).replace(
            "<", "\\u003c"
        ),
        "tag_links": " ".join(
            f'<a rel="tag" href="{fields["section_url"]}">{escape(tag)}</a>' for tag in article.tags
        ),
    }
    return render_frame(view, fill(view, "head.html", fields), fill(view, "article.html", fields))


def article_fields(view: View, article: Article) -> dict[str, str]:
    """What templates may name, as plain text."""
    outlet, url = view.outlet, view.absolute(article.path)
    return site_fields(view) | {
        "url": url,
        "share": quote(url, safe=""),
        "title": article.title,
        "description": describe(article),
        "author": ", ".join(article.authors),
        "published": article.published.isoformat(),
        "modified": (article.modified or article.published).isoformat(),
        "section": outlet.sections[article.section],
        "section_url": view.absolute(f"/{article.section}"),
        "tags": ", ".join(article.tags),
        "image": view.absolute(article.image or "/img/logo.png"),
        "credit": article.credit or "",
        "date": write_date(outlet, article),
    }


def site_fields(view: View) -> dict[str, str]:
    """What every page of an outlet may name."""
    outlet = view.outlet
    own = {"site": outlet.name, "tagline": outlet.tagline, "base": view.bases[outlet.slug]}
    return own | {
        "language": outlet.language,
        "direction": outlet.direction,
        "edition": outlet.editions[view.night - 1],
    }


def linked_data(plain: Mapping[str, str], article: Article) -> dict[str, object]:
    """The article as schema.org NewsArticle."""
    people = [{"@type": "Person", "name": name} for name in article.authors]
    organisation = {"@type": "Organization", "name": plain["site"], "url": plain["base"]}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": plain["url"]},
        "headline": article.title,
        "description": plain["description"],
        "image": [plain["image"]],
        "datePublished": plain["published"],
        "dateModified": plain["modified"],
        "author": people or organisation,
        "publisher": organisation,
        "articleSection": plain["section"],
        "keywords": list(article.tags),
        "inLanguage": plain["language"],
        "isAccessibleForFree": True,
    }


def render_picture(view: View, article: Article) -> str:
    """The main picture, where there is one."""
    if not article.image:
        return ""
    return render_figure(view.absolute(article.image), article.caption or "", article.photographer or "")


def render_related(view: View, article: Article) -> str:
    """Links to the stories that follow it in the file, with the headlines of the first night."""
    stories = [story for story in view.outlet.articles if story.night == 1]
    place = next((n for n, story in enumerate(stories) if story.slug == article.slug), 0)
    chosen = [stories[(place + step) % len(stories)] for step in range(1, RELATED + 1)]
    return "".join(f"<li>{link(view, story)}</li>" for story in chosen)


def link(view: View, article: Article) -> str:
    """The article's headline as a link."""
    return f'<a href="{escape(view.absolute(article.path))}">{escape(article.title)}</a>'


def render_index(view: View, title: str, section: str | None) -> bytes:
    """A list of headlines: the front page or a section."""
    shown = [article for article in view.articles if section in (None, article.section)]
    cards = "".join(f'<li class="card">{link(view, a)}<p>{escape(describe(a))}</p></li>' for a in shown)
    return render_plain(view, title, f"<h1>{escape(title)}</h1><ul>{cards}</ul>")


def render_text(view: View, title: str, text: str) -> bytes:
    """A page of a few sentences in the mark-up of articles."""
    body = render_body(tuple(blocks(text)), view.absolute)
    return render_plain(view, title, f"<h1>{escape(title)}</h1>{body}")


def render_plain(view: View, title: str, main: str) -> bytes:
    """A page that is not an article; `main` is HTML."""
    return render_frame(view, f"<title>{escape(title)} - {escape(view.outlet.name)}</title>", main)


def render_frame(view: View, head: str, main: str) -> bytes:
    """The outlet's furniture around a page, in the outlet's encoding."""
    outlet = view.outlet
    meta = f'<meta charset="{escape(outlet.meta_charset)}">' if outlet.meta_charset else ""
    fields = {key: escape(value) for key, value in site_fields(view).items()}
    sections = "".join(
        f'<li><a href="{escape(view.absolute(f"/{key}"))}">{escape(name)}</a></li>'
        for key, name in outlet.sections.items()
    )
    page = fill(
        view, "frame.html", fields | {"charset": meta, "head": head, "main": main, "sections": sections}
    )
    return page.encode(outlet.encoding, "xmlcharrefreplace")


def fill(view: View, name: str, fields: Mapping[str, str]) -> str:
    """One of the outlet's templates with its fields; the fields are HTML already."""
    return Template((view.outlet.folder / name).read_text("utf-8")).substitute(fields)
