"""What can go wrong with a model call, and what follows from it.

ProviderError
├── RateLimited         wait, then try again                      (PutOff)
│   └── CreditBusy      the credit is tied up in calls under way
├── QuotaExceeded       the operator must add credit              (PutOff)
├── AuthFailed          the key is wrong or may not do this       (PutOff)
├── Moderated           refused or cut off for its content        (PermanentError)
├── ContextLength       the input is too long for the model       (PermanentError)
├── BadRequest          the request itself is wrong               (PermanentError)
│   └── UnknownModel    the provider has no such model
├── Transient           the provider's or the network's fault
│   └── Unavailable     ... and it said when to come back         (RetryLater)
├── ProviderTimeout     `kind` says which limit was passed
├── CutStream           the reply ended early; `partial` is what came
├── Truncated           the reply reached `max_tokens`            (PermanentError)
└── InvalidOutput       the reply is not what was asked for

Those marked are verdicts of `jobs.errors` too, so that a handler may let every one of them pass: the queue
retries the unmarked with its own backoff.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from jobs.errors import PermanentError, PutOff, RetryLater

# How long nobody asks after the provider refused the key or wants money.
PARKED_SECONDS = 300.0

TimeoutKind = Literal["connect", "first_byte", "total"]


class ProviderError(Exception):
    """Base of all errors of a model call; the message is for people and holds no secret.

    `may_be_paid` says whether the provider may charge for the call all the same; `retry_after` is in seconds. `gate`
    is the key of the gate that heard of it; `most_failures` after how many of its job's it is not tried
    again, when it is met twice running.
    """

    error_class: ClassVar[str]
    retryable: ClassVar[bool] = True
    retry_after: float | None = None
    gate: str = ""
    most_failures: int | None = None

    def __init__(self, message: str, *, may_be_paid: bool = False, partial: str = "") -> None:
        Exception.__init__(self, message)  # RetryLater's own asks for more
        self.may_be_paid = may_be_paid
        self.partial = partial


class Delayed(ProviderError, RetryLater):
    """Base of the errors that end at a known time: not to be tried again before `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: float, may_be_paid: bool = False) -> None:
        ProviderError.__init__(self, message, may_be_paid=may_be_paid)
        self.retry_after = self.seconds = retry_after


class Refused(ProviderError, PermanentError):
    """Base of the errors that the same request would meet again."""

    retryable = False


class Parked(ProviderError, PutOff):
    """Base of what the operator must mend: the job waits, is not at fault, and asks again now and then."""

    retryable = False
    seconds = PARKED_SECONDS


class RateLimited(ProviderError, PutOff):
    """Nobody's fault: the job waits `retry_after` seconds without a failure."""

    error_class = "rate_limited"

    def __init__(self, message: str, *, retry_after: float) -> None:
        ProviderError.__init__(self, message)
        self.retry_after = self.seconds = retry_after


class CreditBusy(RateLimited):
    error_class = "quota"


class QuotaExceeded(Parked):
    error_class = "quota"


class AuthFailed(Parked):
    """`is_of_key`: it is the key that is refused, and not just what was asked for with it."""

    error_class = "auth"

    def __init__(self, message: str, *, is_of_key: bool = True) -> None:
        super().__init__(message)
        self.is_of_key = is_of_key


class Moderated(Refused):
    error_class = "moderated"


class ContextLength(Refused):
    error_class = "context_length"


class BadRequest(Refused):
    """`parameter` is the option the provider named, if it named one."""

    error_class = "bad_request"

    def __init__(self, message: str, *, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownModel(BadRequest):
    """Or the address is not a model server's: both are told alike."""


class Transient(ProviderError):
    error_class = "transient"


class Unavailable(Transient, Delayed):
    pass


class ProviderTimeout(ProviderError):
    # What was too slow once is mostly so again, and each time takes its time.
    most_failures = 2

    error_class = "timeout"

    def __init__(self, message: str, *, kind: TimeoutKind, partial: str = "") -> None:
        super().__init__(message, may_be_paid=kind != "connect", partial=partial)
        self.kind = kind


class CutStream(ProviderError):
    error_class = "cut_stream"

    def __init__(self, message: str, *, partial: str = "") -> None:
        super().__init__(message, may_be_paid=True, partial=partial)


class Truncated(Refused):
    error_class = "truncated"

    def __init__(self, message: str, *, partial: str = "") -> None:
        super().__init__(message, may_be_paid=True, partial=partial)


class InvalidOutput(ProviderError):
    error_class = "invalid_output"

    def __init__(self, message: str, *, partial: str = "") -> None:
        super().__init__(message, may_be_paid=True, partial=partial)
