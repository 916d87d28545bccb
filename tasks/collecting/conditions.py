"""Conditional requests (RFC 9110 §13)."""


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for a page only if it is not the one these validators came with.

    Validators that no header may hold are left out.
    """
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}
