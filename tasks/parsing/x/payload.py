"""What is said beside a stored payload: which form it has, and what it answers."""

import json
from dataclasses import dataclass
from typing import Any

from warehouse.rows import Page

KINDS = frozenset({"x_user", "x_search", "x_ids", "x_list", "x_lookup", "import"})  # pages.discovered_via


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One payload, as pages.evidence describes it.

    `form` is one of tasks.parsing.x.reading.FORMS. `asked` are the ids or, for oEmbed, the address that it
    answers. `line` is the number of its first line in the file it is a part of.
    """

    form: str
    asked: tuple[str, ...] = ()
    line: int = 1

    @property
    def evidence(self) -> str:
        """The description as pages.evidence holds it."""
        said: dict[str, Any] = {"form": self.form}
        if self.asked:
            said["asked"] = list(self.asked)
        if self.line != 1:
            said["line"] = self.line
        return json.dumps(said)


def payload_of(page: Page) -> Payload | None:
    """What a page's evidence says of it; None where it is not a payload but a page of the web."""
    if page.discovered_via not in KINDS:
        return None
    said = json.loads(page.evidence or "{}")
    return Payload(form=said["form"], asked=tuple(said.get("asked", ())), line=said.get("line", 1))
