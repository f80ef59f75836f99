"""Search: people's words in, published procedures out. The index is derived, and never the truth.

`engine` is the door. `following` keeps the index level with the database, `folder` keeps it on disk, `entries` says
what it holds, `lexicon` and `reading` understand a question, `asking` puts it to the index.
"""
