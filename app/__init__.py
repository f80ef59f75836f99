"""Candour: what is known about aesthetic procedures, with the evidence behind each statement."""

VERSION = "0.1.0"
"""The version of the code; pyproject.toml reads it from here."""
