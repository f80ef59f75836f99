"""The errors of what stands beside the facts: texts of sources that are not shown."""

from app.content import problems


class TextNotShown(problems.NotFound):
    """The text of this source is not shown: nobody here holds the right to do so, or it is only pointed to. The short
    phrases that prove statements are with the statements.
    """

    code = "text_not_shown"
    title = "Text not shown"
    remedy = "Read what became of it under `/v1/sources/{id}/coverage`, or the document at its own address."
