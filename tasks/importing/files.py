"""One file of tweets: what it is called, which form it has, and its parts."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.errors import ConfigError, ListingError
from tasks.importing.archive_zip import open_member
from tasks.importing.elements import cut_elements
from tasks.importing.parts import Cut, Part, cut_lines, cut_nothing
from tasks.importing.records import cut_records
from tasks.importing.streams import Stream, open_stream

FORMS: dict[str, tuple[Cut, str]] = {  # how each is cut, and its media type
    "lines": (cut_lines, "application/jsonl"),
    "twarc_csv": (cut_records, "text/csv"),
    "archive": (cut_elements, "text/javascript"),
    "api_v1": (cut_nothing, "application/json"),
    "api_v2": (cut_nothing, "application/json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetFile:
    """A file of a form that is known.

    `asked` is the owner of an archive, as `Payload.asked` has it. `members` are the files of a zip.
    """

    path: Path
    form: str
    asked: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Its name as an address, without the folder, which is nobody's business (RFC 8089)."""
        return f"file:///{quote(os.fsencode(self.path.name))}"

    @property
    def media_type(self) -> str:
        """The media type of its parts."""
        return FORMS[self.form][1]

    def parts(self, faults: list[str]) -> Iterator[tuple[str, Part]]:
        """Its parts, each with the address of the file it is in.

        Why it, or a file in it, could not be read to its end is added to `faults`; what came before is
        yielded.
        """
        for name in self.members or ("",):
            url = f"{self.url}/{quote(name)}" if name else self.url
            try:
                with open_member(self.path, name) if name else open_stream(self.path) as stream:
                    yield from ((url, part) for part in self.cut(stream))
            except ListingError as error:
                faults.append(f"{name or self.path.name}: {error}")
            except ConfigError:  # it was there when it was looked into
                faults.append(f"{name or self.path.name}: it cannot be opened any more")

    def cut(self, stream: Stream) -> Iterator[Part]:
        """The parts of a stream.

        Raises:
            ListingError: it could not be read to its end; damage is told before what came of it.
        """
        try:
            yield from FORMS[self.form][0](stream)
        except ListingError as error:
            raise ListingError(stream.fault or str(error)) from None
        if stream.fault:
            raise ListingError(stream.fault)


def address_of(url: str, part: Part) -> str:
    """A part's address: RFC 5147 counts the places between lines, so `line=0,2` are the first two."""
    return f"{url}#line={part.first - 1},{part.last}"
