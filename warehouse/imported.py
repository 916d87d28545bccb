"""Which parts of files were imported before."""

import json
from pathlib import Path
from typing import Any

from warehouse.catalog import connect

PARTS = """
SELECT f.body_sha256, p.evidence, p.page_id
FROM (SELECT page_id, evidence FROM raw.pages WHERE discovered_via = 'import') p
JOIN (SELECT page_id, body_sha256 FROM raw.fetches WHERE outcome = 'stored') f USING (page_id)
ANTI JOIN (SELECT page_id FROM raw.verdicts WHERE verdict = 'quarantined') q USING (page_id)
ORDER BY p.page_id
"""

Known = dict[tuple[str, str], str]  # page_id by body and by how it was read


def known_parts(root: Path) -> Known:
    """The pages of earlier imports, but for those that the code of their time could not read.

    Known by the bytes that came: those of the page may since have been cut, where something is forgotten.
    """
    with connect(root) as con:
        found = con.execute(PARTS).fetchall()
    return {known_as(digest, evidence): page_id for digest, evidence, page_id in found}


def known_as(body_sha256: str, evidence: str) -> tuple[str, str]:
    """What a part is known by: its bytes, and its form and owner; on which line it stood is no matter."""
    said: dict[str, Any] = json.loads(evidence)
    return body_sha256, json.dumps({name: said[name] for name in sorted(said) if name != "line"})
