"""The errors that those meet who write: what their request lacks, what came in between, what the rules refuse."""

from app.content import problems


class OwnWork(problems.Problem):
    """Whoever wrote a draft asked to review it. Two keys of one person count as that person."""

    code = "own_work"
    status = 403
    title = "Not by its author"
    remedy = "Have somebody else review the draft, with a key that is theirs."


class DraftNotFound(problems.NotFound):
    """There is no draft of this procedure, or none that this key may see."""

    code = "draft_not_found"
    title = "No such draft"
    remedy = "List the drafts with GET /v1/authoring/procedures, or begin one with POST."
    silence = False


class DraftExists(problems.Problem):
    """A draft of this procedure is there already. The member `current` says where it stands."""

    code = "draft_exists"
    status = 409
    title = "Draft exists already"
    remedy = "Read the draft, and go on from there."


class WrongState(problems.Problem):
    """What was asked for cannot be done to a draft or a procedure in the state in which it is. The member `state`
    names that state.
    """

    code = "wrong_state"
    status = 409
    title = "Not possible in this state"
    remedy = "Read where it stands, and take the steps that the detail names first."


class Outdated(problems.Problem):
    """Something else was published since the draft was begun; publishing the draft would undo it unseen. The member
    `published` is the number of the newest revision.
    """

    code = "outdated"
    status = 409
    title = "Published in the meantime"
    remedy = (
        "Compare the draft with what is published, take over what is missing, and say so with POST …/rebase."
    )


class PreconditionFailed(problems.Problem):
    """What is stored is not what the If-Match or If-None-Match header expects: somebody changed it in between. The
    member `current` holds what is stored now.
    """

    code = "precondition_failed"
    status = 412
    title = "Changed in the meantime"
    remedy = "Compare with `current`, make the change again on top of it, and send its ETag as If-Match."


class PreconditionRequired(problems.Problem):
    """A change must say which state it is made to, so that nobody overwrites what they have not seen."""

    code = "precondition_required"
    status = 428
    title = "If-Match required"
    remedy = "Read the thing first, and send its ETag in the header If-Match."


class Refused(problems.InvalidBody):
    """The rules of the catalogue do not allow the change. The member `errors` names every fault with the JSON pointer
    of its place in the draft. Nothing was stored.
    """

    code = "refused"
    title = "Refused by the rules"
    remedy = "Correct what `errors` names. What would take safety information away must be allowed by its id."


class ForgedReview(problems.InvalidBody):
    """A draft claims reviews that nobody made. Reviews are made by approving a draft, and in no other way."""

    code = "forged_review"
    title = "Review that nobody made"
    remedy = "Leave the reviews of statements as they were read; a changed statement becomes unreviewed."


class InProgress(problems.Problem):
    """A request with the same Idempotency-Key is being answered at this moment."""

    code = "in_progress"
    status = 409
    title = "Already being done"
    remedy = "Wait for the time in the Retry-After header, and send the same request again."


class IdempotencyKeyReused(problems.InvalidParameter):
    """The Idempotency-Key was used before with another body or address."""

    code = "idempotency_key_reused"
    title = "Idempotency-Key used for something else"
    remedy = "Make a new key for each new request; send the same key only to repeat the very same request."


class IdempotencyKeyMissing(problems.BadRequest):
    """This address asks for an Idempotency-Key, so that a request that is repeated after a failure is done once."""

    code = "idempotency_key_missing"
    title = "Idempotency-Key missing"
    remedy = "Send the header Idempotency-Key with 16 to 64 letters, digits, hyphens or underscores of your own choice."
