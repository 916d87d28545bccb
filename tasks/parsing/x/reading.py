"""One stored payload to rows: a pure function of its bytes, its form and the code's version."""

from collections.abc import Callable

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.payload import Payload
from warehouse.rows import Page

Reader = Callable[[Page, Payload, Gathered], None]
FORMS: dict[str, Reader] = {}


def read_payload(page: Page, payload: Payload) -> Gathered:
    """The rows of a payload and the faults met; whatever its bytes are, this comes to an end."""
    gathered = Gathered(Origin.of(page))
    FORMS[payload.form](page, payload, gathered)
    return gathered
