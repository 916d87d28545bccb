"""The real payloads beside the checkout: how many tweets each file has, and how many become rows.

    python -m tests.bench.payloads

The tweets of a file are counted by looking for them in its JSON, without any of isnad's parsers: objects with
the id and the words of a tweet, wherever they stand, each id once.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.reading import read_payload
from tests.bench.corpora import ROOT
from warehouse.rows import Page

PAYLOADS = ROOT.parent / "tweets"
EXPECTED = ("normalized", "token_vectors", "error_shapes", "twarc_csv")  # files that are not payloads
WORDS = frozenset({"text", "full_text", "user", "author"})
AT = datetime(2026, 3, 1, 6, tzinfo=UTC)


def main() -> None:
    """Print a line for each file, and the sums."""
    total = [0, 0]
    print(f"{'file':58} {'tweets':>6} {'rows':>6} {'missing':>7} {'faults':>6}")
    for path in payload_files():
        there, found = set(ids_in(values_of(path))), read(path)
        missing = there - found.copies.keys()
        total = [total[0] + len(there), total[1] + len(found.copies)]
        name = f"{path.parent.name}/{path.name}"
        print(f"{name:58} {len(there):6} {len(found.copies):6} {len(missing):7} {found.fault_count:6}")
    print(f"{'all':58} {total[0]:6} {total[1]:6}")


def payload_files() -> list[Path]:
    """The files that hold payloads, by form."""
    files = (path for form in ("v2", "v1_1", "archive", "syndication", "oembed") for path in in_folder(form))
    return [path for path in files if not any(part in path.name for part in EXPECTED)]


def in_folder(form: str) -> list[Path]:
    """The files of one form, in order."""
    return sorted((PAYLOADS / form).iterdir())


def values_of(path: Path) -> list[Any]:
    """The JSON values in a file: one, or one a line, where what is cut off is none."""
    raw = path.read_text("utf-8")
    if path.suffix == ".js":
        return [json.loads(raw[raw.index("[") :])]
    if path.suffix == ".json":
        return [json.loads(raw)]
    found = []
    for line in raw.split("\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def ids_in(value: Any) -> Iterator[str]:
    """The ids of all tweets in some JSON."""
    if isinstance(value, str):
        value = load(value)
    if isinstance(value, dict):
        tweet_id = value.get("id_str", value.get("id"))
        if isinstance(tweet_id, str) and tweet_id.isdigit() and not WORDS.isdisjoint(value):
            yield tweet_id
        elif "html" in value:
            yield value["url"].rsplit("/", 1)[-1]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from ids_in(item)


def load(text: str) -> Any:
    """The JSON in a recorded answer."""
    try:
        return json.loads(text) if text.startswith("{") else None
    except ValueError:
        return None


def read(path: Path) -> Gathered:
    """The rows of a file, as extraction reads it."""
    form = {"v1_1": "api_v1", "v2": "lines" if path.suffix == ".jsonl" else "api_v2"}
    gathered: Gathered | None = None
    for body, asked in bodies(path):
        payload = Payload(form=form.get(path.parent.name, path.parent.name), asked=asked)
        found = read_payload(stored(body, payload), payload)
        if gathered is None:
            gathered = found
            continue
        for copy in found.copies.values():
            gathered.add(copy)
        gathered.faults += found.faults
    assert gathered
    return gathered


def bodies(path: Path) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """The payloads in a file, each with what was asked for."""
    if path.suffix != ".json":
        yield path.read_bytes(), ()
        return
    said = json.loads(path.read_bytes())
    if "interactions" in said:  # a recorded exchange around the answer
        said = json.loads(said["interactions"][0]["response"]["body"]["string"])
    if path.parent.name == "oembed":
        yield json.dumps(said).encode(), (said["url"],)
    elif isinstance(said, list):
        for each in said:
            yield json.dumps(each["source"]).encode(), ()
    else:
        yield json.dumps(said).encode(), ()


def stored(body: bytes, payload: Payload) -> Page:
    """A payload as it is kept."""
    url = "https://api.x.com/2/tweets"
    return Page(
        page_id="p1", run_id="r1", date=date(2026, 3, 1), source="x", url=url, final_url=url, redirects=None,
        status=200, headers="[]", content_type="application/json", charset="utf-8", fetched_at=AT, body=body,
        body_sha256="", content_signal=None, discovered_via="x_ids", listing_url=None,
        evidence=payload.evidence,
    )  # fmt: skip


if __name__ == "__main__":
    main()
