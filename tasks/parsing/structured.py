"""schema.org descriptions in JSON-LD scripts: the article's, the page's, and the nodes they refer to."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement

MAX_CHARS = 2_000_000
MAX_NODES = 20_000
MAX_DEPTH = 12
ARTICLE = re.compile(r"(?:NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)$")
PAGE = re.compile(r"(?:WebPage|CollectionPage|ItemPage|SearchResultsPage|ProfilePage|AboutPage)$")
LISTED = frozenset(
    {"itemListElement", "mentions", "hasPart", "relatedLink", "citation", "isBasedOn", "comment", "review"}
)
USEFUL = ("headline", "datePublished", "author", "articleBody", "dateModified", "image")
LINE_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li)\b[^<>]{0,300}>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
TRAILING_COMMA = re.compile(r",(\s{0,200}[\]}])")
OPENINGS = ("//", "<!--", "/*", "<![CDATA[", "*/")
CLOSINGS = (";", "*/", "]]>", "-->", "/*", "//")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """What a page's JSON-LD says; `articles` has the page's own article first."""

    articles: tuple[Mapping[str, Any], ...] = ()
    pages: tuple[Mapping[str, Any], ...] = ()
    by_id: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    types: frozenset[str] = frozenset()

    def first(self, key: str) -> Any:
        """The value of a property in the article, else in the page; None where neither has it."""
        nodes = (*self.articles[:1], *self.pages[:1])
        return next((node[key] for node in nodes if node.get(key) not in (None, "", [], {})), None)

    def resolve(self, node: Any) -> Any:
        """A node in the place of a reference to it."""
        if isinstance(node, Mapping) and isinstance(node.get("@id"), str) and len(node) <= 2:
            return self.by_id.get(node["@id"], node)
        return node


def read_structured(tree: HtmlElement) -> Structured:
    """Every JSON-LD script of the page; a broken one is left out."""
    articles: list[Mapping[str, Any]] = []
    pages: list[Mapping[str, Any]] = []
    by_id: dict[str, Mapping[str, Any]] = {}
    types: set[str] = set()
    for node in described(tree):
        names = node_types(node)
        types.update(names)
        if isinstance(node.get("@id"), str) and len(node) > len(by_id.get(node["@id"], ())):
            by_id[node["@id"]] = node
        if any(ARTICLE.search(name) for name in names):
            articles.append(node)
        elif any(PAGE.search(name) for name in names):
            pages.append(node)
    articles.sort(key=lambda node: -sum(1 for key in USEFUL if node.get(key)))
    return Structured(articles=tuple(articles), pages=tuple(pages), by_id=by_id, types=frozenset(types))


def described(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Every typed node of every script, outer ones first."""
    left = MAX_NODES
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for node in walk(parse_json(script.text)):
                left -= 1
                if left < 0:
                    return
                yield node


def walk(root: Any) -> Iterator[Mapping[str, Any]]:
    """Typed nodes breadth first, without what a list or a mention only names."""
    level = [root]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, list):
                below.extend(value)
            elif isinstance(value, dict):
                if "@type" in value:
                    yield value
                below.extend(v for k, v in value.items() if k not in LISTED and isinstance(v, dict | list))
        level = below


def node_types(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The node's types without the vocabulary's address."""
    stated = node.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return tuple(name.rsplit("/", 1)[-1] for name in listed if isinstance(name, str))


def parse_json(text: str) -> Any:
    """JSON as pages write it: in comments or CDATA, with raw line breaks, trailing commas; None if broken."""
    if len(text) > MAX_CHARS:
        return None
    for repaired in (False, True):
        attempt = TRAILING_COMMA.sub(r"\1", unwrapped(text)) if repaired else text
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def unwrapped(text: str) -> str:
    """Text without the comment or CDATA marks around it."""
    bare = text.strip()
    for mark in OPENINGS:
        bare = bare.removeprefix(mark).lstrip()
    for mark in CLOSINGS:
        bare = bare.removesuffix(mark).rstrip()
    return bare


def article_text(structured: Structured) -> str | None:
    """The article's text as JSON-LD gives it, a paragraph a line, without markup; None if it gives none."""
    stated = structured.articles[0].get("articleBody") if structured.articles else None
    if not isinstance(stated, str):
        return None
    plain = TAG.sub("", LINE_TAG.sub("\n", unescape(stated[:MAX_CHARS])))
    return unescape(plain).strip() or None
