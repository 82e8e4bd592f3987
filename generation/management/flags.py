"""The options of a card as flags, made from their own description: `limits.timeout_s` is `--timeout-s`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from generation.cards.options import flat, range_in_words

SHORT_ITEM = 60  # lists of items up to this length may be given with commas
PREFIX = "option:"
_POSITIONAL = "concept"

Described = Mapping[str, Any]


def add_flags(parser: argparse.ArgumentParser) -> None:
    """One flag an option in a group of `--help` each; the concept is the positional argument."""
    groups: dict[str, argparse._ArgumentGroup] = {}
    for option in flat():
        if option["path"] == _POSITIONAL:
            parser.add_argument(
                PREFIX + _POSITIONAL, metavar="CONCEPT", help=f"{option['help']} - reads it from stdin."
            )
            continue
        name = option["group"]
        group = groups.get(name) or groups.setdefault(name, parser.add_argument_group(name))
        dest = PREFIX + option["path"]
        if option["type"] == "boolean" and option["name"].startswith("no_"):
            _add_negative(group, option, dest)
        else:
            group.add_argument(flag_of(option), dest=dest, default=None, **_parsing(option))


def flag_of(option: Described) -> str:
    return f"--{option['name'].replace('_', '-')}"


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options among the parsed arguments, nested as the schema has them; those not given are left out."""
    options: dict[str, Any] = {}
    for name, value in given.items():
        if not name.startswith(PREFIX) or value is None:
            continue
        outer, _, inner = name.removeprefix(PREFIX).partition(".")
        if inner:
            options.setdefault(outer, {})[inner] = value
        else:
            options[outer] = value
    return options


def named_as_flags(errors: Mapping[str, str]) -> dict[str, str]:
    """`errors` by field with each field as the flag that sets it."""
    flags = {option["path"]: flag_of(option) for option in flat() if option["path"] != _POSITIONAL}
    flags[_POSITIONAL] = "CONCEPT"
    return {_flag(path, flags): text for path, text in errors.items()}


def _flag(path: str, flags: Mapping[str, str]) -> str:
    """The flag of `path`, or of what `path` is an item of: `genre.0` is of `--genre`."""
    while path not in flags and "." in path:
        path = path.rpartition(".")[0]
    return flags.get(path, path)


def _add_negative(group: argparse._ArgumentGroup, option: Described, dest: str) -> None:
    """`--no-user-actions` and `--user-actions`: a `no_` of its own reads better than two of them."""
    flag, words = flag_of(option), _help(option)
    group.add_argument(flag, dest=dest, default=None, action="store_true", help=words)
    group.add_argument(
        flag.replace("--no-", "--", 1), dest=dest, default=None, action="store_false", help="The opposite."
    )


def _parsing(option: Described) -> dict[str, Any]:
    words = _help(option)
    match option["type"]:
        case "boolean":
            return {"action": argparse.BooleanOptionalAction, "help": words}
        case "choice":
            return {"choices": option["choices"], "help": words}
        case "choices":
            return {"action": _Items, "type": _choices(option["choices"]), "metavar": "NAME[,NAME]", "help": words}
        case "list" if option["item_max_length"] <= SHORT_ITEM:
            return {"action": _Items, "type": _with_commas, "metavar": "TEXT[,TEXT]", "help": words}
        case "list":
            return {"action": _Items, "type": lambda text: [text], "metavar": "TEXT", "help": words}
        case "integer":
            return {"type": int, "metavar": "N", "help": words}
        case "number":
            return {"type": float, "metavar": "X", "help": words}
        case _:
            return {"metavar": "TEXT", "help": words}


def _help(option: Described) -> str:
    """Label, help, limits and default; `%` would be argparse's own."""
    notes = []
    if option["type"] == "choices":
        notes.append(f"some of {', '.join(option['choices'])}")
    if "minimum" in option:
        notes.append(range_in_words(option))
    if option["type"] in {"list", "choices"}:
        notes.append("may be given again")
    if option["default"] not in (None, "", []) and option["type"] not in {"choices", "boolean"}:
        notes.append(f"default {option['default']}")
    noted = f" ({'; '.join(notes)})" if notes else ""
    return f"{option['label']}: {option['help']}{noted}".replace("%", "%%")


class _Items(argparse.Action):
    """Gathers the items of every time the flag is given."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        setattr(namespace, self.dest, [*(getattr(namespace, self.dest) or []), *values])


def _with_commas(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _choices(allowed: list[str]) -> Callable[[str], list[str]]:
    def some(text: str) -> list[str]:
        for item in (items := _with_commas(text)):
            if item not in allowed:
                raise argparse.ArgumentTypeError(f"{item!r} is none of {', '.join(allowed)}")
        return items

    return some
