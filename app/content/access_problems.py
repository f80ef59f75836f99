"""The errors of who may do what, and how much: no key, one that does not reach so far, one where none may be."""

from collections.abc import Mapping

from app.content import problems, values


class KeyInUrl(problems.BadRequest):
    """The address holds something that looks like a key. Addresses are written into histories and logs on their way,
    so none is read from there.
    """

    code = "key_in_url"
    title = "Key in the address"
    remedy = (
        "Send the key in the header `Authorization: Bearer …` and nowhere else. Have this one replaced: whoever "
        "saw the address has it."
    )


class Unauthenticated(problems.Problem):
    """The key is missing, or is not one that is valid here now: mistyped, unknown, expired or revoked. Which of these
    it is, is not said.
    """

    code = "unauthenticated"
    status = 401
    title = "Key missing or not valid"
    remedy = (
        "Send a valid key in the header `Authorization: Bearer …`. Keys come from whoever runs this service. "
        "Reading what is published needs none: leave the header away."
    )

    def __init__(
        self,
        detail: str = "A valid key is needed here, in the header Authorization: Bearer.",
        *,
        headers: Mapping[str, str] | None = None,
        **extra: values.Json,
    ) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer", **(headers or {})}, **extra)


class Forbidden(problems.Problem):
    """The key is valid, but its role does not permit this, or it is confined to something else."""

    code = "forbidden"
    status = 403
    title = "Not permitted with this key"
    remedy = "Use a key whose role permits it; /guide/keys says what each role may do."


class TooManyRequests(problems.Problem):
    """More was asked within a minute from this address or with this key than one caller may ask. The member `policies`
    names the limits that were reached.
    """

    code = "too_many_requests"
    status = 429
    title = "Too many requests"
    remedy = (
        "Try again after the time in the Retry-After header. Keep answers as long as their Cache-Control allows, and "
        "read lists in larger pages. With a key of the role reader there is more."
    )
    silence = True


class CrossSite(problems.Problem):
    """The request carries the session of the editor, but not what proves that a page of the editor sent it; or the
    browser says that a page of another site did. Nothing was done.
    """

    code = "cross_site"
    status = 403
    title = "Not sent by a page of the editor"
    remedy = "Load the page of the editor anew, and try again. Programs send a key, and no cookie."
