from collections.abc import Iterator

import pytest

from generation.llm import errors
from jobs.errors import PermanentError, RetryLater

ABSTRACT = {errors.Delayed, errors.Parked, errors.Refused}


def leaves(kind: type[errors.ProviderError]) -> Iterator[type[errors.ProviderError]]:
    for child in kind.__subclasses__():
        if child not in ABSTRACT:
            yield child
        yield from leaves(child)


class TestProviderError:
    @pytest.mark.parametrize("kind", sorted(set(leaves(errors.ProviderError)), key=repr))
    def test_tells_the_queue_what_to_do(self, kind: type[errors.ProviderError]) -> None:
        assert kind.error_class
        assert kind.retryable is not issubclass(kind, PermanentError | errors.Parked)
        assert kind.__name__ in (errors.__doc__ or "")

    def test_names_its_wait_to_the_queue(self) -> None:
        error = errors.Unavailable("back soon", retry_after=7, may_be_paid=True)
        assert isinstance(error, RetryLater)
        assert (str(error), error.seconds, error.retry_after, error.may_be_paid) == ("back soon", 7, 7, True)

    @pytest.mark.parametrize(("kind", "paid"), [("connect", False), ("first_byte", True), ("total", True)])
    def test_of_time_is_free_only_before_the_connection(self, kind: errors.TimeoutKind, paid: bool) -> None:
        assert errors.ProviderTimeout("late", kind=kind).may_be_paid is paid
