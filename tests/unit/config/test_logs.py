"""Log lines as they are written."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
import structlog

from config.logs import logging_config

Lines = Callable[[], list[str]]


@pytest.fixture(params=["text", "json"])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """What was logged, line by line, in either form."""
    output = io.StringIO()
    config = logging_config("INFO", request.param, ["plain-looking-key"])
    formatter = config["formatters"]["line"]
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(**{key: value for key, value in formatter.items() if key != "()"})
    )
    logger = logging.getLogger("probe")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield lambda: output.getvalue().splitlines()
    logger.removeHandler(handler)
    structlog.contextvars.clear_contextvars()


def fail_with_secrets() -> None:
    try:
        raise ValueError("Authorization: Bearer inner-secret-1")
    except ValueError as cause:
        raise RuntimeError("password=outer-secret-2\nFORGED 500") from cause


class TestLine:
    def test_is_one_however_many_the_message_has(self, lines: Lines) -> None:
        logging.getLogger("probe").info("first\nsecond\x1b[31m")
        assert len(lines()) == 1
        assert "\x1b" not in lines()[0]

    def test_carries_the_ids_of_its_context(self, lines: Lines) -> None:
        with structlog.contextvars.bound_contextvars(job_id="job-7", request_id="request-9"):
            logging.getLogger("probe").info("claimed %s", "it")
            structlog.get_logger("probe").info("settled", cost=3)
        assert all("job-7" in line and "request-9" in line for line in lines())
        assert ["claimed it" in lines()[0], "settled" in lines()[1]] == [True, True]

    def test_shows_no_secret_of_an_exceptions_chain(self, lines: Lines) -> None:
        try:
            fail_with_secrets()
        except RuntimeError:
            logging.getLogger("probe").exception("failed with %s", "plain-looking-key")
        written = "\n".join(lines())
        assert "RuntimeError" in written
        assert "ValueError" in written
        assert not any(secret in written for secret in ("inner-secret", "outer-secret", "plain-looking-key"))

    def test_cannot_be_forged_by_an_exceptions_text(self, lines: Lines) -> None:
        try:
            fail_with_secrets()
        except RuntimeError:
            logging.getLogger("probe").exception("failed")
        assert not any(line.startswith("FORGED") for line in lines())


class TestJson:
    @pytest.mark.parametrize("lines", ["json"], indirect=True)
    def test_names_time_level_logger_and_message(self, lines: Lines) -> None:
        logging.getLogger("probe").warning("careful", extra={"kind": "character_card"})
        entry = json.loads(lines()[0])
        assert (entry["level"], entry["logger"], entry["message"]) == ("warning", "probe", "careful")
        assert entry["kind"] == "character_card"
        assert entry["at"].endswith("Z")
