"""Imported once by the server that forks the workers: what is slow to load is then shared by all of them."""

from tasks.parsing import page as page  # trafilatura, lxml and the language model
