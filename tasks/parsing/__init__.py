"""Pure functions from bytes to fields: no network, no files, no clock."""
