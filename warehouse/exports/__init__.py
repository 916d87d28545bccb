"""Ways out of the warehouse: rows as files, pages as WARC, files as Delta tables."""
