"""JSON under way, made readable: what its string values say, while the rest of it is still to come."""

from __future__ import annotations

from generation.llm.cleaning import clean

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}


class ReadableText:
    """Feed it JSON in pieces of any size; it gives back what string values say, one a line, without keys."""

    def __init__(self) -> None:
        self._containers: list[str] = []
        self._key_next = False
        self._inside = False
        self._shown = False
        self._begun = False
        self._escape = ""
        self._half = ""

    def feed(self, piece: str) -> str:
        """The readable part of `piece`."""
        text = self._half + "".join(self._in_string(char) if self._inside else self._between(char) for char in piece)
        # The first half of a surrogate pair waits for the second.
        cut = len(text) - 1 if text and "\ud800" <= text[-1] <= "\udbff" else len(text)
        self._half = text[cut:]
        return clean(text[:cut])

    def _between(self, char: str) -> str:
        match char:
            case '"':
                return self._open()
            case "{" | "[":
                self._containers.append(char)
                self._key_next = char == "{"
            case "}" | "]":
                del self._containers[-1:]
                self._key_next = False
            case ",":
                self._key_next = self._containers[-1:] == ["{"]
            case ":":
                self._key_next = False
        return ""

    def _open(self) -> str:
        self._inside = True
        self._shown = not self._key_next
        separator = "\n" if self._shown and self._begun else ""
        self._begun = self._begun or self._shown
        return separator

    def _in_string(self, char: str) -> str:
        if self._escape:
            char = self._unescape(char)
        elif char == "\\":
            self._escape = char
            return ""
        elif char == '"':
            self._inside = False
            return ""
        return char if self._shown else ""

    def _unescape(self, char: str) -> str:
        self._escape += char
        if not self._escape.startswith("\\u"):
            self._escape = ""
            return ESCAPES.get(char, char)
        if len(self._escape) < len("\\u0000"):
            return ""
        digits, self._escape = self._escape[2:], ""
        try:
            return chr(int(digits, 16))
        except ValueError:
            return ""
