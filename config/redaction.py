"""Takes secrets out of text before it is written anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

REDACTED = "[redacted]"
_NAMES = "password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|signing[_-]?key|token|ticket"
SECRET_KEY = re.compile(rf"(?i)({_NAMES}|authorization|cookie|csrf\w*|sessionid)$")
PRIVATE_KEYS = {"prompt", "prompts", "messages", "completion"}  # people's own words: long, and not for logs

PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)([\"']?\s*[:=]\s*)[^\r\n]+"), rf"\1\2{REDACTED}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {REDACTED}"),
    (
        re.compile(rf"(?i)([\w-]*(?:{_NAMES})[\"']?\s*[:=]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&}}\"']+)"),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\bsk-[\w-]{8,}"), REDACTED),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+"), REDACTED),
    (re.compile(r"(://[^/\s:@]*:)[^@/\s]+@"), rf"\1{REDACTED}@"),
)


class Redactor:
    """Knows what secrets look like, and this installation's own `secrets` by heart."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) >= 8), key=len, reverse=True)

    def text(self, text: str) -> str:
        """`text` with `[redacted]` in place of passwords, keys, tokens and authorization headers."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        for pattern, replacement in PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def value(self, key: str, value: object) -> object:
        """`value` of a log entry's `key`, redacted however deep it is nested."""
        if SECRET_KEY.search(key) or key.lower() in PRIVATE_KEYS:
            return REDACTED
        match value:
            case str():
                return self.text(value)
            case bytes():
                return self.text(value.decode(errors="replace"))
            case dict():
                return {str(name): self.value(str(name), inner) for name, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value("", inner) for inner in value]
            case bool() | int() | float() | None:
                return value
            case _:
                return self.text(str(value))
