"""Immutable Parquet, one snapshot log, and the DuckDB views over it."""
