"""How a published document looks elsewhere: pure functions of the document."""
