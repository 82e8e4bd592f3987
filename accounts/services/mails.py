"""Sending mail without making the caller wait, so that an answer's time tells nothing."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.core.mail import send_mail

logger = logging.getLogger(__name__)
_mailer = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def send_later(to: str, subject: str, body: str) -> None:
    """Hand a plain mail to the mailer; the process does not end before it is sent or refused."""
    _mailer.submit(_send, to, subject, body)


def _send(to: str, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [to])
    except (SMTPException, OSError):
        logger.exception("A mail could not be sent; check EMAIL_URL.")
