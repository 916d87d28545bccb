"""One file for each command of `isnad`: what it asks, and what it prints."""
