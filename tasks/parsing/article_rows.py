"""An article's row and the rows of its paragraphs, links and pictures."""

from collections.abc import Iterator

from tasks.parsing.body import Body
from tasks.parsing.context import Context
from tasks.parsing.fields import bare_host
from tasks.parsing.findings import Findings
from tasks.parsing.language import UNDETERMINED, detect_language, script_direction
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse.keys import key
from warehouse.rows import Article, ArticleImage, ArticleLink, ArticleParagraph, Page


def article_rows(
    page: Page, findings: Findings, body: Body, context: Context, languages: tuple[str, ...]
) -> Iterator[Article | ArticleParagraph | ArticleLink | ArticleImage]:
    """The article first, then what belongs to it, each kind in the page's order."""
    language = detect_language(body.text, languages)
    yield article_row(page, findings, body, context, language)
    lineage = lineage_of(context)
    for number, block in enumerate(body.paragraphs):
        found = detect_language(body.text[block.start : block.end], languages)
        yield ArticleParagraph(
            **lineage,
            ord=number,
            kind=block.kind,
            start=block.start,
            end=block.end,
            language=language if found == UNDETERMINED else found,
        )
    for number, link in enumerate(body.links):
        yield ArticleLink(**lineage, ord=number, url=link.url, text=link.text, rel=link.rel)
    for number, image in enumerate(body.images):
        yield ArticleImage(
            **lineage, ord=number, url=image.url, caption=image.caption, credit=image.credit, alt=image.alt
        )
