"""An article's row and the rows of its paragraphs, links and pictures."""

import re
from collections.abc import Iterator
from dataclasses import asdict

from tasks.parsing.body import Body
from tasks.parsing.context import Context
from tasks.parsing.findings import Findings
from tasks.parsing.language import UNDETERMINED, detect_language, script_direction
from tasks.parsing.urls import host_of, normalize_url
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse.keys import key
from warehouse.rows import Article, ArticleImage, ArticleLink, ArticleParagraph, Page

# vowel marks and the zero-width non-joiner are inside words, but not in \w
WORD = re.compile(r"\w[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c’']*")
SURE_CHARS = 80
PARAGRAPH_CHARS = 200


def article_rows(
    page: Page, findings: Findings, body: Body, context: Context, languages: tuple[str, ...]
) -> Iterator[Article | ArticleParagraph | ArticleLink | ArticleImage]:
    """The article first, then what belongs to it, each kind in the page's order."""
    language = detect_language(body.text, languages)
    yield article_row(page, findings, body, context, language)
    yield from paragraph_rows(body, context, language, languages)
    for number, link in enumerate(body.links):
        yield ArticleLink(
            article_id=context.article_id,
            page_id=context.page_id,
            run_id=context.run_id,
            date=context.date,
            ord=number,
            url=link.url,
            text=link.text,
            rel=link.rel,
        )
    for number, image in enumerate(body.images):
        yield ArticleImage(
            article_id=context.article_id,
            page_id=context.page_id,
            run_id=context.run_id,
            date=context.date,
            ord=number,
            url=image.url,
            caption=image.caption,
            credit=image.credit,
            alt=image.alt,
        )


def paragraph_rows(
    body: Body, context: Context, language: str, languages: tuple[str, ...]
) -> Iterator[ArticleParagraph]:
    """One row a block; a block that is too short to tell has the article's language."""
    direction = script_direction(body.text)
    for number, block in enumerate(body.paragraphs):
        text = body.text[block.start : block.end]
        unsure = len(text) < SURE_CHARS and language != UNDETERMINED and script_direction(text) == direction
        found = language if unsure else detect_language(text, languages, PARAGRAPH_CHARS)
        yield ArticleParagraph(
            article_id=context.article_id,
            page_id=context.page_id,
            run_id=context.run_id,
            date=context.date,
            ord=number,
            kind=block.kind,
            start=block.start,
            end=block.end,
            language=language if found == UNDETERMINED else found,
        )


def article_row(page: Page, findings: Findings, body: Body, context: Context, language: str) -> Article:
    """The article's own row."""
    title = findings.title.text if findings.title else None
    published, modified = findings.published, findings.modified
    return Article(
        article_id=context.article_id,
        page_id=context.page_id,
        run_id=context.run_id,
        date=context.date,
        source=page.source,
        url=page.url,
        canonical_url=findings.canonical_url,
        host=host_of(findings.canonical_url).removeprefix("www."),
        title=title,
        title_source=findings.title.source if findings.title else None,
        description=findings.description,
        section=findings.section,
        tags=findings.tags,
        authors=findings.byline.names,
        authors_source=findings.byline.source,
        published_at=published.moment.at if published else None,
        published_source=published.source if published else None,
        published_precision=published.moment.precision if published else None,
        published_offset_min=published.moment.offset_min if published else None,
        modified_at=modified.moment.at if modified else None,
        modified_source=modified.source if modified else None,
        language=language,
        language_declared=findings.language_declared,
        script_direction=script_direction(body.text),
        text=body.text,
        word_count=len(WORD.findall(body.text)),
        sitename=findings.sitename,
        image_url=findings.image_url,
        free_access=findings.free_access,
        **asdict(findings.usage),
        own_address=findings.canonical_url == normalize_url(page.final_url),
        content_hash=key(title or "", body.text),
        fetched_at=page.fetched_at,
        extractor_version=EXTRACTOR_VERSION,
    )
