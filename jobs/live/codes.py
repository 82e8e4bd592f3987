"""Why a socket was closed. It is accepted first: browsers see only 1006 otherwise."""

from __future__ import annotations

from enum import IntEnum


class Close(IntEnum):
    """Application codes, in the range RFC 6455 leaves to us."""

    RESTARTING = 4012
    BAD_REQUEST = 4400
    NOT_SIGNED_IN = 4401
    FOREIGN_ORIGIN = 4403
    NOT_FOUND = 4404
    TOO_LARGE = 4413
    TOO_MANY = 4429
    UNAVAILABLE = 4503


REASONS = {
    Close.RESTARTING: "This server process ends; connect again with your last number.",
    Close.BAD_REQUEST: "The cursor must be a number of 0 or more, ?after=SEQ, or of a conversation ?after=JOB.SEQ.",
    Close.NOT_SIGNED_IN: "Sign in, or bring a fresh ticket from POST /api/v1/auth/ws-ticket.",
    Close.FOREIGN_ORIGIN: "This page may not open sockets here; programs bring a ticket (POST /api/v1/auth/ws-ticket).",
    Close.NOT_FOUND: "There is no such job, conversation or address.",
    Close.TOO_LARGE: "Messages may have 64 kB at most.",
    Close.UNAVAILABLE: "The database does not answer; connect again with your last number.",
    Close.TOO_MANY: "Too many sockets or messages; close some and try again later.",
}
