"""What was imported before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tasks.parsing.x.payload import Payload
from warehouse.imported import known_as, known_parts
from warehouse.log import read_head
from warehouse.schema import TABLES


def test_parts_are_known_by_their_bytes_and_form(
    root: Path, stage: Callable[..., None], publish: Callable[..., Any], seen: Any, build: Any
) -> None:
    """Pages of the web are not, nor is a part that could not be read."""
    rows = build.rows_of(
        [seen(url=f"https://a.example/{n}", verdict="not_article") for n in range(3)], "r1", build.DAY
    )
    evidence = Payload(form="lines", line=7).evidence
    for number, verdict in ((0, "payload"), (1, "quarantined")):
        rows["pages"][number] = replace(rows["pages"][number], discovered_via="import", evidence=evidence)
        rows["verdicts"][number] = replace(rows["verdicts"][number], verdict=verdict)
    stage("r1", given=rows)
    publish("r1")
    part = rows["pages"][0]
    assert known_parts(root) == {known_as(part.body_sha256, evidence): part.page_id}


def test_a_part_is_known_though_its_page_was_cut(
    root: Path, stage: Callable[..., None], publish: Callable[..., Any], seen: Any, build: Any
) -> None:
    """Forgetting changes the bytes that are kept, not those that came."""
    rows = build.rows_of([seen(url="https://a.example/", verdict="payload")], "r1", build.DAY)
    evidence = Payload(form="lines").evidence
    came = rows["pages"][0]
    rows["pages"][0] = replace(came, discovered_via="import", evidence=evidence)
    stage("r1", given=rows)
    publish("r1")
    (entry,) = read_head(root).files["pages"]
    table = TABLES["pages"]
    cut = replace(table.from_arrow(pq.read_table(root / entry.path, partitioning=None))[0], body_sha256="cut")
    pq.write_table(table.to_arrow([cut]), root / entry.path)
    assert known_parts(root) == {known_as(came.body_sha256, evidence): came.page_id}


def test_the_line_does_not_matter() -> None:
    """The form and the owner do."""
    first = known_as("abc", Payload(form="lines", line=7).evidence)
    assert first == known_as("abc", Payload(form="lines").evidence)
    assert first != known_as("abc", Payload(form="api_v1").evidence)
    assert first != known_as("abc", Payload(form="lines", asked=("7:a:b",)).evidence)


def test_nothing_was_imported(root: Path) -> None:
    """An empty warehouse knows nothing."""
    assert known_parts(root) == {}
