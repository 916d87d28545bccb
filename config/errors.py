"""Every error isnad raises on purpose, as one tree.

IsnadError                 the message says what is wrong and what to do
├── ConfigError            a settings value or the sources file
├── QueryError             SQL that DuckDB refuses
├── NotFoundError          nothing in the warehouse is what was asked for
├── ListingError           a feed, sitemap, list or archive that cannot be read
└── WarehouseError         the folder that holds the rows
    ├── BusyError          another process does the same to this warehouse now
    ├── ConflictError      another writer committed the same partition first
    ├── ChecksError        a run whose rows contradict each other; nothing was published
    ├── NewerError         a newer isnad wrote the warehouse
    └── CorruptError       a file of the warehouse is not what the log says
"""


class IsnadError(Exception):
    """The root: catch this to catch everything isnad raises on purpose."""


class ConfigError(IsnadError):
    """A settings value or the sources file is wrong; the message names the key."""


class QueryError(IsnadError):
    """A query DuckDB refuses; the message is its own."""


class NotFoundError(IsnadError):
    """Nothing in the warehouse is what was asked for; the message says what became of it, if anything."""


class ListingError(IsnadError):
    """A feed, sitemap, list or archive cannot be read; the message says what it was instead."""


class WarehouseError(IsnadError):
    """The warehouse cannot be read or written."""


class BusyError(WarehouseError):
    """Another process does the same to this warehouse now; wait for its end."""


class ConflictError(WarehouseError):
    """Another writer committed the same partition first; the run must be rebuilt on the new head."""


class ChecksError(WarehouseError):
    """A run whose rows contradict each other; nothing of it was published."""


class NewerError(WarehouseError):
    """A newer isnad wrote the warehouse; this one would read wrong rows, or write files that lack columns."""


class CorruptError(WarehouseError):
    """A file of the warehouse is missing or is not what the log says."""
