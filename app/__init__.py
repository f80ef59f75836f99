"""Candour: what is known about aesthetic procedures, with the evidence behind each statement."""
