"""The version of the extraction code; rows of two versions are not compared byte by byte."""

EXTRACTOR_VERSION = "3"
