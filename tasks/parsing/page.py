"""One stored page to rows: the whole of extraction, a pure function of the page and the code's version."""

import json
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from tasks.parsing import fields, page_kind
from tasks.parsing.article_embeds import embed_rows
from tasks.parsing.article_rows import article_rows
from tasks.parsing.article_tweets import article_tweet_rows
from tasks.parsing.authors import find_authors
from tasks.parsing.body import extract_body
from tasks.parsing.charset import Decoded, decode
from tasks.parsing.context import Context
from tasks.parsing.dates import find_modified, find_published
from tasks.parsing.document import drop_machinery, parse_html
from tasks.parsing.embeds import lift_embeds
from tasks.parsing.findings import Findings
from tasks.parsing.meta import Meta, read_meta
from tasks.parsing.reservations import read_usage
from tasks.parsing.script_tweets import own_tweets, read_script_tweets
from tasks.parsing.structured import Structured, article_text, read_structured
from tasks.parsing.titles import find_title, text_of, tidy
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x.payload import Payload, payload_of
from tasks.parsing.x.reading import read_payload
from warehouse.keys import key
from warehouse.rows import Page, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What became of one page, and the rows it gave (none where it is not an article)."""

    verdict: Verdict
    rows: tuple[object, ...]


def extract_page(page: Page, languages: tuple[str, ...]) -> Extraction:
    """The rows of one page; languages are those told apart, ISO 639-1."""
    if payload := payload_of(page):
        return extract_payload(page, payload)
    decoded = decode(page.body, page.charset)
    reason = page_kind.not_html(page.content_type, page.body, decoded.text)
    reason = reason or page_kind.too_many_links(decoded.text)
    if reason:
        return rejected(page, decoded, reason)
    tree = parse_html(decoded.text)
    if tree is None:
        return rejected(page, decoded, "not HTML: no element")
    return extract_tree(page, decoded, tree, languages)


def extract_tree(page: Page, decoded: Decoded, tree: HtmlElement, languages: tuple[str, ...]) -> Extraction:
    """The rows of a page that could be parsed; the tree is used up."""
    evidence = read_evidence(page.evidence)
    structured, meta = read_structured(tree), read_meta(tree)
    told = read_script_tweets(tree)
    lifted = lift_embeds(tree)
    findings = find_fields(page, tree, structured, meta, evidence)
    drop_machinery(tree)
    body = extract_body(
        tree, page.final_url, findings.title.text if findings.title else None, article_text(structured)
    )
    reason = page_kind.not_article(tree, structured, meta, findings, body)
    if reason:
        return rejected(page, decoded, reason)
    article_id = key(findings.canonical_url)
    context = Context(
        article_id=article_id,
        page_id=page.page_id,
        run_id=page.run_id,
        date=page.date,
        source=page.source,
        fetched_at=page.fetched_at,
    )
    known = frozenset(embed.tweet_id for embed in lifted.tweets if embed.tweet_id)
    scripted = own_tweets(told, body.text, known)
    rows = (
        *article_rows(page, findings, body, context, languages),
        *article_tweet_rows(lifted.tweets, scripted, body, context),
        *embed_rows(lifted.posts, body.places, context),
    )
    return Extraction(verdict=verdict(page, decoded, "article", None, article_id), rows=rows)


def extract_payload(page: Page, payload: Payload) -> Extraction:
    """The rows of an answer or a part of a file that holds tweets; its faults are rows too."""
    gathered = read_payload(page, payload)
    faults = gathered.fault_count
    reason = f"{faults:,} parts could not be read: see payload_faults" if faults else None
    ended = verdict(page, None, "payload", reason, None)
    return Extraction(verdict=ended, rows=tuple(gathered.rows()))


def find_fields(
    page: Page, tree: HtmlElement, structured: Structured, meta: Meta, evidence: dict[str, str]
) -> Findings:
    """Everything but the body."""
    canonical = fields.find_canonical(structured, meta, page.final_url)
    published = find_published(tree, structured, meta, evidence, page.final_url, page.fetched_at)
    return Findings(
        canonical_url=canonical,
        title=find_title(tree, structured, meta, evidence),
        window_title=tidy(text_of(tree.find(".//title"))),
        byline=find_authors(
            tree, structured, meta, evidence, fields.outlet_names(structured, meta, canonical)
        ),
        published=published,
        modified=find_modified(tree, structured, meta, published, page.fetched_at),
        description=fields.find_description(structured, meta, evidence),
        section=fields.find_section(structured, meta),
        tags=fields.find_tags(structured, meta),
        sitename=fields.find_sitename(structured, meta),
        image_url=fields.find_image(structured, meta, page.final_url),
        free_access=fields.find_free_access(structured, meta),
        language_declared=fields.declared_language(tree, structured, meta),
        usage=read_usage(page.content_signal, json.loads(page.headers), meta),
    )


def read_evidence(stated: str | None) -> dict[str, str]:
    """What the listing said of the page; empty where it said nothing readable."""
    try:
        values: Any = json.loads(stated) if stated else {}
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in values.items() if isinstance(v, str)} if isinstance(values, dict) else {}


def rejected(page: Page, decoded: Decoded, reason: str) -> Extraction:
    """A page that is not an article."""
    return Extraction(verdict=verdict(page, decoded, "not_article", reason, None), rows=())


def verdict(
    page: Page, decoded: Decoded | None, outcome: str, reason: str | None, article_id: str | None
) -> Verdict:
    """The page's verdict row."""
    return Verdict(
        page_id=page.page_id,
        run_id=page.run_id,
        date=page.date,
        source=page.source,
        url=page.url,
        verdict=outcome,
        reason=reason,
        charset=decoded.charset if decoded else None,
        charset_source=decoded.source if decoded else None,
        article_id=article_id,
        extractor_version=EXTRACTOR_VERSION,
    )
