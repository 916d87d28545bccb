"""One stored payload to rows: a pure function of its bytes, its form and the code's version."""

from collections.abc import Callable

from tasks.parsing.x import archive, lines, oembed, syndication, twarc_csv, v1, v2
from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.payload import Payload
from warehouse.rows import Page

Reader = Callable[[Page, Payload, Gathered], None]
FORMS: dict[str, Reader] = {
    "api_v2": v2.read_api_v2,
    "lines": lines.read_lines,
    "twarc_csv": twarc_csv.read_twarc_csv,
    "api_v1": v1.read,
    "archive": archive.read,
    "syndication": syndication.read,
    "oembed": oembed.read,
}


def read_payload(page: Page, payload: Payload) -> Gathered:
    """The rows of a payload and the faults met; whatever its bytes are, this comes to an end."""
    gathered = Gathered(Origin.of(page))
    FORMS[payload.form](page, payload, gathered)
    return gathered
