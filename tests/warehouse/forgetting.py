"""Rows of payloads of tweets, forgetting as the command and the flow do, and a look into all files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.parsing.x.cutting import Names
from tasks.parsing.x.payload import KINDS
from tasks.parsing.x.redact import redact_broken, redact_page
from warehouse import tweet_rows
from warehouse.forget import Wish, forget
from warehouse.forget_files import Forgot, forget_files
from warehouse.gone import Gone
from warehouse.rows import Page
from warehouse.tweet_rows import Forgotten

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
VERSION = "test"


def ask_to_forget(root: Path, kind: str, *values: str, run_id: str = "f1") -> list[Forgotten]:
    """Forget, as a run of its own."""
    wish = Wish(kind=kind, values=values, reason="asked for by its author")
    return forget(root, wish, run_id=run_id, started_at=AT, now=lambda: AT, version=VERSION)


def take_out(root: Path, run_id: str = "m1") -> Forgot:
    """Take what is forgotten out of the files, as a run of its own."""
    return forget_files(
        root, redact, KINDS, flow="maintain", run_id=run_id, started_at=AT, now=lambda: AT, version=VERSION
    )


def redact(page: Page, gone: Gone) -> Page:
    """As the flow does."""
    values = gone.values
    names = Names(ids=values["tweet"], author_ids=values["author"], handles=values["handle"])
    return redact_broken(page, names) if page.page_id in gone.broken else redact_page(page, names)


def tweet_json(tweet_id: str, author_id: str, text: str, **given: Any) -> dict[str, Any]:
    """A tweet as the X API gives it."""
    return {"id": tweet_id, "text": text, "author_id": author_id} | given


def user_json(author_id: str, handle: str) -> dict[str, Any]:
    """An account as the X API gives it."""
    return {"id": author_id, "username": handle, "name": f"name of {handle}", "description": f"I am {handle}"}


def payload_rows(
    page: Any, run_id: str, day: Any, tweets: list[dict[str, Any]], users: list[dict[str, Any]], build: Any
) -> dict[str, list[Any]]:
    """Rows of a payload: its page with a v2 answer as body, and what extraction makes of it."""
    body = json.dumps({"data": tweets, "includes": {"users": users}}, ensure_ascii=False).encode()
    rows = build.rows_of([page], run_id, day)
    rows["pages"] = [
        replace(
            rows["pages"][0], body=body, body_sha256=sha256(body).hexdigest(),
            discovered_via="x_search", evidence='{"form": "api_v2"}', content_type="application/json",
        )
    ]  # fmt: skip
    rows["verdicts"] = [replace(rows["verdicts"][0], verdict="payload", reason=None)]
    lineage = {"page_id": page.page_id, "run_id": run_id, "date": day}
    handles = {user["id"]: user["username"] for user in users}
    rows["tweets"] = [
        build.tweet_row(
            item["id"], lineage, text=item["text"], tweet_id=item["id"], author_id=item["author_id"],
            author_handle=handles.get(item["author_id"]), completeness=70, source_kind="api_v2",
            **item.get("row", {}),
        )
        for item in tweets
    ]  # fmt: skip
    rows["tweet_counts"] = [
        tweet_rows.TweetCounts(**lineage, tweet_key=item["id"], observed_at=AT, likes=1) for item in tweets
    ]
    rows["tweet_entities"] = [
        tweet_rows.TweetEntity(
            **lineage, tweet_key=item["id"], ord=0, kind="hashtag", start=0, end=1, text=item["text"]
        )
        for item in tweets
    ]
    rows["tweet_media"] = [
        tweet_rows.TweetMedia(**lineage, tweet_key=item["id"], ord=0, type="photo", alt_text=item["text"])
        for item in tweets
    ]
    rows["tweet_authors"] = [
        tweet_rows.TweetAuthor(
            **lineage, author_key=user["id"], observed_at=AT, author_id=user["id"], handle=user["username"],
            name=user["name"], description=user["description"], source_kind="api_v2", completeness=70,
        )
        for user in users
    ]  # fmt: skip
    return rows


def files_with(root: Path, text: str) -> list[str]:
    """The files under data, listed in a snapshot or not, that hold a text in any column of any row."""
    paths = sorted((root / "data").rglob("*.parquet"))
    return [path.name for path in paths if any(text in value for value in values_of(path))]


def values_of(path: Path) -> Iterator[str]:
    """All that is written in a file's columns of texts and bytes."""
    for column in pq.read_table(path, partitioning=None).columns:
        if (
            pa.types.is_string(column.type)
            or pa.types.is_binary(column.type)
            or pa.types.is_list(column.type)
        ):
            for value in column.to_pylist():
                yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
