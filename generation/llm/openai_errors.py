"""The SDK's exceptions as ours. Its own hold the request with its key: they are never chained to ours."""

from __future__ import annotations

import httpx2
import openai

from generation.llm.cleaning import one_line
from generation.llm.errors import CutStream, InvalidOutput, Parked, ProviderError, ProviderTimeout, Refused, Transient
from generation.llm.faults import as_error, read_fault
from generation.llm.openai_client import Oversized


def translate(error: openai.OpenAIError, *, partial: str, secret: str) -> ProviderError:
    """`partial` is the text received before `error`; `secret` the key that no message may repeat."""
    match error:
        case openai.APITimeoutError():
            return _timeout(error.__cause__, partial)
        case openai.APIConnectionError():
            return _connection(error.__cause__, partial)
        case openai.APIStatusError():
            header = error.response.headers.get("retry-after")
            return as_error(read_fault(error.body, status=error.status_code, header=header, secret=secret))
        case openai.APIError():
            return in_reply(error.body, partial=partial, secret=secret, has_begun=True)
        case _:
            return Transient(f"The provider's client failed ({type(error).__name__}).")


def in_reply(body: object, *, partial: str, secret: str, has_begun: bool = False) -> ProviderError:
    """The error that a reply of status 200 turned out to hold, perhaps after some text.

    A stream that `has_begun` may be charged for, whatever it has shown: models think before they write.
    """
    fault = as_error(read_fault(body, secret=secret))
    if isinstance(fault, Refused | Parked):
        fault.partial = partial
        return fault
    if partial:
        return CutStream(f"The reply broke off: {fault}", partial=partial)
    fault.may_be_paid = fault.may_be_paid or (has_begun and isinstance(fault, Transient))
    return fault


def _timeout(cause: BaseException | None, partial: str) -> ProviderError:
    if isinstance(cause, (httpx2.ConnectTimeout, httpx2.PoolTimeout)):
        return ProviderTimeout("The provider could not be reached in time.", kind="connect")
    if partial:
        return CutStream("The reply stopped half-way.", partial=partial)
    return ProviderTimeout("The provider did not begin to answer in time.", kind="first_byte")


def _connection(cause: BaseException | None, partial: str) -> ProviderError:
    if isinstance(cause, Oversized):
        return InvalidOutput(str(cause), partial=partial)
    if partial:
        return CutStream("The connection broke during the reply.", partial=partial)
    reason = one_line(str(cause or ""), limit=160) or type(cause).__name__
    never_sent = isinstance(cause, httpx2.ConnectError)
    return Transient(f"The provider could not be reached: {reason}.", may_be_paid=not never_sent)
