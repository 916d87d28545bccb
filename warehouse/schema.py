"""The tables: each row type with its Arrow schema, key, order and Parquet encoding."""

import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from warehouse import rows, tweet_rows

# Every change of the tables raises it. The log says by which a snapshot was written: an isnad with a lower
# one would read wrong rows, or write files without the new columns, and refuses it.
SCHEMA = 1

ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
    tuple[int, ...]: pa.list_(pa.int64()),
}


@dataclass(frozen=True)
class Table:
    """One table: `key` is unique over the whole warehouse, rows of a file are sorted by `order`.

    The rows of a `streamed` table are too big to hold a run's at once: they are sorted shard by shard.
    With `key_of_run` the key holds another table's, so that no other run can have it: that is not looked for.
    In files of several days the rows of a day stand together, unless `days_together` is false.
    Files of older releases may have columns of other names: `renamed` says what each is called today,
    `removed` which are no longer shown. A name that was once used is never used again.
    """

    name: str
    row: type
    key: tuple[str, ...]
    order: tuple[str, ...]
    dictionary: tuple[str, ...] = ()
    bloom: tuple[str, ...] = ()
    row_group_rows: int = 122_880
    published: bool = True
    streamed: bool = False
    key_of_run: bool = False
    days_together: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict, hash=False)
    removed: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """The row type's docstring: what one row is."""
        return (self.row.__doc__ or "").strip()

    @property
    def of_days(self) -> "Table":
        """The table as files of several days are sorted."""
        return replace(self, order=("date", *self.order)) if self.days_together else self

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema; every column carries its description as metadata."""
        hints = get_type_hints(self.row, include_extras=True)
        metadata: dict[bytes | str, bytes | str] = {"table": self.name, "description": self.description}
        return pa.schema([arrow_field(f.name, hints[f.name]) for f in fields(self.row)], metadata)

    @property
    def texts(self) -> dict[str, str]:
        """Each column's description."""
        return {field.name: (field.metadata or {})[b"description"].decode() for field in self.schema}

    def to_arrow(self, items: Iterable[Any]) -> pa.Table:
        """Rows of this table's type as an Arrow table, in the order given.

        Raises:
            TypeError: a row is of another type.
        """
        listed = list(items)
        wrong = next((item for item in listed if type(item) is not self.row), None)
        if wrong is not None:
            raise TypeError(f"{self.name} holds {self.row.__name__}, not {type(wrong).__name__}")
        arrays = [pa.array(list(map(attrgetter(field.name), listed)), field.type) for field in self.schema]
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def from_arrow(self, table: pa.Table) -> list[Any]:
        """The rows of an Arrow table as this table's row type."""
        lists = [f.name for f in self.schema if pa.types.is_list(f.type)]
        items = table.select(self.schema.names).to_pylist()
        return [self.row(**item | {name: tuple(item[name]) for name in lists}) for item in items]


def arrow_field(name: str, hint: Any) -> "pa.Field[Any]":
    """`Annotated[T | None, "text"]` as a nullable Arrow field with its description."""
    bare, text = get_args(hint)[:2]
    optional = get_origin(bare) in (types.UnionType, typing.Union)
    plain = next(arg for arg in get_args(bare) if arg is not type(None)) if optional else bare
    return pa.field(name, ARROW_TYPES[plain], nullable=optional, metadata={"description": text})


LINEAGE = ("source", "run_id", "extractor_version")
CHILD: dict[str, Any] = {
    "key": ("page_id", "ord"),
    "order": ("page_id", "ord"),
    "dictionary": ("run_id", "kind", "language"),
}
OF_TWEET: dict[str, Any] = {
    "order": ("tweet_key", "page_id"),
    "dictionary": ("run_id", "page_id", "kind", "type", "entity_type"),
    "bloom": ("tweet_key",),
}

ALL = (
    Table(name="lots", row=rows.Address, key=("address_id",), order=(), published=False),
    Table(name="hops", row=rows.Address, key=("address_id",), order=(), published=False),
    Table(
        name="addresses",
        row=rows.Address,
        key=("address_id",),
        order=("source",),
        dictionary=("source", "host", "via"),
        published=False,
    ),
    Table(
        name="pages",
        row=rows.Page,
        key=("page_id",),
        order=("source", "url"),
        dictionary=(*LINEAGE, "content_type", "charset", "content_signal", "discovered_via", "listing_url"),
        bloom=("page_id", "url"),
        row_group_rows=64,
        streamed=True,
    ),
    Table(
        name="fetches",
        row=rows.Fetch,
        key=("run_id", "address_id"),
        order=("source", "url", "address_id"),
        dictionary=(*LINEAGE, "role", "host", "outcome", "via", "listing_url"),
        bloom=("url",),
    ),
    Table(
        name="robots",
        row=rows.Robots,
        key=("origin", "fetched_at"),
        order=("origin", "fetched_at"),
        dictionary=(*LINEAGE, "outcome"),
    ),
    Table(
        name="source_runs",
        row=rows.SourceRun,
        key=("run_id", "source"),
        order=("source",),
        dictionary=(*LINEAGE, "kind", "language"),
    ),
    Table(
        name="verdicts",
        row=rows.Verdict,
        key=("page_id",),
        order=("source", "url", "page_id"),
        dictionary=(*LINEAGE, "verdict", "charset", "charset_source"),
        bloom=("page_id", "article_id"),
    ),
    Table(
        name="articles",
        row=rows.Article,
        key=("page_id",),
        order=("source", "published_at", "page_id"),
        dictionary=(*LINEAGE, "host", "language", "script_direction", "sitename", "published_source"),
        bloom=("article_id", "page_id", "url", "canonical_url"),
        row_group_rows=4_096,
    ),
    Table(name="article_paragraphs", row=rows.ArticleParagraph, **CHILD),
    Table(name="article_links", row=rows.ArticleLink, **CHILD),
    Table(name="article_images", row=rows.ArticleImage, **CHILD),
    Table(
        name="tweets",
        row=tweet_rows.Tweet,
        key=("tweet_key", "page_id"),
        order=("tweet_key", "page_id"),
        dictionary=(
            *LINEAGE,
            "page_id",
            "language",
            "availability",
            "source_kind",
            "client_name",
            "client_url",
        ),
        bloom=("tweet_key",),
        row_group_rows=32_768,
    ),
    Table(
        name="tweet_counts",
        row=tweet_rows.TweetCounts,
        key=("tweet_key", "page_id", "observed_at"),
        **OF_TWEET,
    ),
    Table(
        name="tweet_authors",
        row=tweet_rows.TweetAuthor,
        key=("author_key", "page_id"),
        order=("author_key", "page_id"),
        dictionary=("run_id", "page_id", "source_kind", "verified_type"),
        bloom=("author_key",),
        row_group_rows=32_768,
    ),
    Table(name="tweet_entities", row=tweet_rows.TweetEntity, key=("tweet_key", "page_id", "ord"), **OF_TWEET),
    Table(name="tweet_media", row=tweet_rows.TweetMedia, key=("tweet_key", "page_id", "ord"), **OF_TWEET),
    Table(
        name="payload_faults",
        row=tweet_rows.PayloadFault,
        key=("page_id", "ord"),
        order=("page_id", "ord"),
        dictionary=(*LINEAGE, "fault"),
    ),
    Table(
        name="x_reads",
        row=tweet_rows.XRead,
        key=("page_id",),
        order=("source", "asked_at", "page_id"),
        dictionary=(*LINEAGE, "endpoint", "query_id", "window_id"),
    ),
    Table(name="article_tweets", row=tweet_rows.ArticleTweet, **CHILD),
    Table(name="article_embeds", row=tweet_rows.ArticleEmbed, **CHILD),
    Table(
        name="words",
        row=rows.Word,
        key=("core", "word", "page_id", "tweet_key"),
        order=("core", "word", "page_id", "tweet_key"),
        dictionary=("core", "word", "page_id", "tweet_key", "run_id"),
        row_group_rows=8_192,  # sorted by core: their bounds say which few have a word
        key_of_run=True,
        days_together=False,
    ),
    Table(
        name="forgotten",
        row=tweet_rows.Forgotten,
        key=("kind", "value"),
        order=("kind", "value"),
        dictionary=("kind", "reason"),
    ),
    Table(
        name="superseded", row=rows.Superseded, key=("page_id",), order=("page_id",), dictionary=("reason",)
    ),
    Table(name="runs", row=rows.Run, key=("run_id",), order=("run_id",)),
    Table(
        name="checks", row=rows.Check, key=("run_id", "name"), order=("run_id", "name"), dictionary=("name",)
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in ALL}
PUBLISHED: tuple[Table, ...] = tuple(table for table in ALL if table.published)
BY_ROW: dict[type, Table] = {table.row: table for table in ALL}
