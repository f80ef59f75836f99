"""The errors of what stands beside the facts: texts of sources, and what clinics say of themselves."""

from app.content import problems


class TextNotShown(problems.NotFound):
    """The text of this source is not shown: nobody here holds the right to do so, or it is only pointed to. The short
    phrases that prove statements are with the statements.
    """

    code = "text_not_shown"
    title = "Text not shown"
    remedy = "Read what became of it under `/v1/sources/{id}/coverage`, or the document at its own address."


class ClinicNotFound(problems.NotFound):
    """No clinic with this slug says anything here."""

    code = "clinic_not_found"
    title = "No such clinic"
    remedy = "Compare the slug with the one that the clinic's key was made for; PUT makes the clinic."
    silence = False


class WouldMislead(problems.Problem):
    """A clinic's words or colours would hide, reword or drown a risk, or pass for words of Candour. The member `errors`
    names each with the JSON pointer of its place and the reason. Nothing was stored.
    """

    code = "would_mislead"
    status = 409
    title = "Would mislead readers"
    remedy = (
        "Say in the clinic's own plain words what it does, costs and asks for. What it says stands beside the facts; "
        "it cannot change them."
    )
