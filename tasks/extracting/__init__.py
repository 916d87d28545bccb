"""Extraction in processes of their own, so that no page can hurt the run."""
