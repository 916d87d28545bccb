"""The four verbs of a run: discover, fetch, extract, publish."""
