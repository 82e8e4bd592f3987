"""The form of a new card, made from the options' own description: what each control is and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.cards.options import CardOptions, describe, flat

SHORT_ITEM = 60  # lists of items up to this length are typed on one line, separated by commas
LONG_TEXT = 250  # texts that may be longer get several lines
FEW, SHORT = 4, 24  # choices of up to this many, and letters in all, stand side by side

_CHOSEN = {
    "upload": "Your own picture of the character: PNG, JPEG, WEBP or GIF.",
    "card": "One of your cards to start from; it is not changed, and what options do not reach is taken over.",
}

CARD_FIELDS = tuple(CardOptions.model_fields)


@dataclass(frozen=True, slots=True)
class Control:
    """One option as a control. `name` is a dotted path such as `limits.timeout_s`; `value` what it shows now."""

    name: str
    label: str
    help: str
    type: str
    value: Any
    default: Any
    required: bool = False
    essential: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    item_max_length: int | None = None
    id_of: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        return "option-" + self.name.replace(".", "-")

    @property
    def widget(self) -> str:
        """Which template under `cards/controls/` draws it."""
        if self.id_of:
            return self.id_of
        match self.type:
            case "choice":
                return "segmented" if self._fits_a_line else "select"
            case "list":
                return "line" if self.separates_by_comma else "lines"
            case "text":
                return "lines" if (self.max_length or 0) > LONG_TEXT else "line"
            case "integer" | "number":
                return "number"
            case _:
                return self.type

    @property
    def template(self) -> str:
        return f"cards/controls/{self.widget}.html"

    @property
    def _fits_a_line(self) -> bool:
        return len(self.choices) <= FEW and sum(map(len, self.choices)) <= SHORT

    @property
    def separates_by_comma(self) -> bool:
        return (self.item_max_length or 0) <= SHORT_ITEM

    @property
    def is_group(self) -> bool:
        """Whether it is several inputs under one label."""
        return self.widget in {"segmented", "choices"}

    @property
    def is_wide(self) -> bool:
        return self.widget in {"lines", "choices", "upload", "card"}

    @property
    def shown(self) -> str:
        """The value as text for a text input."""
        if self.value is None:
            return ""
        if isinstance(self.value, list):
            return (", " if self.separates_by_comma else "\n").join(str(item) for item in self.value)
        return str(self.value)

    @property
    def told(self) -> str:
        """The help as people at the form need it: they choose a thing where programs send its id."""
        return _CHOSEN.get(self.id_of, self.help)

    @property
    def is_changed(self) -> bool:
        return self.value not in (None, self.default)


@dataclass(frozen=True, slots=True)
class ControlGroup:
    name: str
    label: str
    controls: list[Control] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        return any(control.error for control in self.controls)

    @property
    def changed(self) -> int:
        return sum(control.is_changed for control in self.controls)


@dataclass(frozen=True, slots=True)
class OptionForm:
    """The whole form: the few options in view by name, the others in groups that fold."""

    essential: dict[str, Control]
    groups: list[ControlGroup]
    errors: list[str]

    @property
    def count(self) -> int:
        return sum(len(group.controls) for group in self.groups)


def option_form(options: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> OptionForm:
    """The form showing `options` as given, and `errors` (by path, `genre.0` counts as `genre`) at their controls."""
    left = dict(errors or {})
    essential: dict[str, Control] = {}
    groups: list[ControlGroup] = []
    for described in describe():
        group = ControlGroup(described["name"], described["label"])
        for option in described["options"]:
            for control in _controls(option, options, left):
                if control.essential:
                    essential[control.name] = control
                else:
                    group.controls.append(control)
        if group.controls:
            groups.append(group)
    return OptionForm(essential, groups, [f"{path}: {text}" for path, text in left.items()])


def at_controls(errors: Mapping[str, str]) -> dict[str, str]:
    """`errors` by the control they belong to: `genre.0` is of `genre`. Those of no control are under ``."""
    left, names = dict(errors), [option["path"] for option in flat()]
    told = {name: text for name in names if (text := _take_errors(left, name))}
    return told | ({"": " ".join(left.values())} if left else {})


def _controls(option: Mapping[str, Any], options: Mapping[str, Any], errors: dict[str, str]) -> list[Control]:
    if option["type"] != "object":
        return [_control(option["name"], option, options, errors)]
    given = options.get(option["name"])
    inner = given if isinstance(given, Mapping) else {}
    return [
        _control(f"{option['name']}.{part['name']}", part, inner, errors, key=part["name"]) for part in option["fields"]
    ]


def _control(
    path: str,
    option: Mapping[str, Any],
    options: Mapping[str, Any],
    errors: dict[str, str],
    key: str | None = None,
) -> Control:
    keys = (
        "label",
        "help",
        "type",
        "required",
        "essential",
        "minimum",
        "maximum",
        "max_length",
        "item_max_length",
        "id_of",
    )
    default = option["default"]
    is_number = option["type"] in {"integer", "number"} and not option["essential"]
    unset = None if is_number else default  # a number left empty takes its default, shown as a placeholder
    return Control(
        name=path,
        value=options.get(key or path, unset),
        default=default,
        choices=tuple(option.get("choices", ())),
        error=_take_errors(errors, path),
        **{name: option[name] for name in keys if name in option},
    )


def _take_errors(errors: dict[str, str], path: str) -> str:
    mine = [key for key in errors if key == path or key.startswith(path + ".")]
    return " ".join(errors.pop(key) for key in mine)
