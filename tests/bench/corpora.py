"""The shared sets of real pages with what a person read in them."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora"
SETS = ("aeb", "naeb", "fundus", "arabic", "embeds")
SCORED = ("aeb", "naeb", "fundus")
FIXED_AT = datetime(2024, 1, 1, tzinfo=UTC)
AND = re.compile(r"\s*(?:,|;|\band\b)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One real page and what is known of it; None: nobody noted it."""

    id: str
    url: str
    html: bytes
    captured_at: datetime
    text: str | None
    title: str | None
    authors: tuple[str, ...] | None
    day: str | None
    truth: dict[str, Any]


def read_set(name: str, root: Path = ROOT) -> Iterator[Sample]:
    """The pages of one set, in the order of its truth file."""
    with (root / name / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            yield to_sample(truth, gzip.decompress((root / name / truth["html"]).read_bytes()))


def to_sample(truth: dict[str, Any], html: bytes) -> Sample:
    """One line of a truth file with its page."""
    paragraphs = truth.get("paragraphs")
    day = known(truth.get("published_at") or truth.get("date"))
    return Sample(
        id=truth["id"],
        url=truth.get("url") or f"https://{fit_for_host(truth['id'])}.invalid/",
        html=html,
        captured_at=captured_at(truth),
        text="\n\n".join(paragraphs) if paragraphs else truth.get("text"),
        title=truth.get("title"),
        authors=names(truth.get("authors")),
        day=day[:10] if day else None,
        truth=truth,
    )


def fit_for_host(text: str) -> str:
    """A set's page id as one label of a host name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:63].strip("-")


def names(authors: list[str] | str | None) -> tuple[str, ...] | None:
    """Authors as a list; some sets have one string."""
    if isinstance(authors, str):
        return tuple(part for part in AND.split(authors) if part)
    return tuple(authors) if authors else None


def captured_at(truth: dict[str, Any]) -> datetime:
    """When the page was taken, as far as the set says it; two days after the day it was published."""
    stated = known(truth.get("crawled_at") or truth.get("date"))
    if not stated:
        return FIXED_AT
    moment = datetime.fromisoformat(stated) + (timedelta() if truth.get("crawled_at") else timedelta(days=2))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def known(stated: str | None) -> str | None:
    """A time as a set writes it; one set has NaT for none."""
    return None if stated == "NaT" else stated
