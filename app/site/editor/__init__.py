"""The editor: signing in, and the pages on which procedures are written, reviewed and published."""
