"""Pages of the documentation that are written by the program, so that they cannot drift from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from config import env
from config.env import Variable
from generation.cards.options.page import card_options
from generation.documents.templates.page import analysis_templates
from jobs.states import VERBS, Status

NOTICE = "Written by `manage.py docs`; change its source instead."


@dataclass(frozen=True, slots=True)
class Page:
    """`render` returns the whole text of the file at `path` below the project's directory."""

    path: str
    render: Callable[[], str]

    def drifted(self, root: Path) -> bool:
        """Whether the file is missing or says something else by now."""
        file = root / self.path
        return not file.exists() or file.read_text() != self.render()

    def write(self, root: Path) -> None:
        """Put what the program says into the file."""
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.render())


def _shown(variable: Variable) -> str:
    """The default, as it would be written in a file of variables."""
    match variable.default:
        case bool():
            return str(variable.default).lower()
        case list():
            return ",".join(variable.default)
        case None:
            return ""
        case _:
            return str(variable.default)


def _plain(text: str) -> str:
    return text.replace("`", "")


def env_example() -> str:
    """`.env.example`: every variable, commented out, with its default."""

    def lines() -> Iterator[str]:
        yield f"# {_plain(NOTICE)}"
        yield "# Copy this file to .env and take the # away from what you change."
        for variable in env.VARIABLES:
            yield ""
            yield f"# {_plain(variable.help)}"
            yield f"#{variable.name}={_shown(variable)}"

    return "\n".join(lines()) + "\n"


def configuration() -> str:
    """`docs/configuration.md`: the same as a table."""

    def rows() -> Iterator[str]:
        for variable in env.VARIABLES:
            shown = _shown(variable)
            note = " Secret: never logged." if variable.secret else ""
            help_text = variable.help.replace("|", "\\|")
            yield f"| `{variable.name}` | {f'`{shown}`' if shown else ''} | {help_text}{note} |"

    head = [
        "# Configuration",
        "",
        f"<!-- {_plain(NOTICE)} -->",
        "Set these as environment variables, or in a file `.env` in the project's directory. Nothing needs to be",
        "set for development: the defaults run everything on this machine, on SQLite, with the offline provider.",
        "An empty value means the default.",
        "",
        "| variable | default | what it is for |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows()]) + "\n"


def states() -> str:
    """`docs/reference/states.md`: every verb, the states it leaves and the states it leads to."""

    def rows() -> Iterator[str]:
        for verb in VERBS.values():
            sources, targets = (
                " ".join(f"`{status.value}`" for status in Status if status in side)
                for side in (verb.sources, verb.targets)
            )
            yield f"| `{verb.name}` | {sources} | {targets or 'deleted'} | {verb.guard} |"

    head = [
        "# States and verbs",
        "",
        f"<!-- {_plain(NOTICE)} -->",
        "Every change of a job's state is one of these verbs, guarded in the statement that writes it.",
        "",
        "| verb | from | to | guard |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows()]) + "\n"


@cache  # it takes seconds, and is the same as long as the program is
def openapi() -> str:
    """`docs/reference/openapi.yaml`: the API, as `/api/schema/` serves it."""
    schema = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=schema)
    return f"# {_plain(NOTICE)}\n{schema.getvalue().rstrip()}\n"


PAGES: list[Page] = [
    Page("docs/reference/openapi.yaml", openapi),
    Page("docs/reference/states.md", states),
    Page(".env.example", env_example),
    Page("docs/configuration.md", configuration),
    Page("docs/reference/card-options.md", card_options),
    Page("docs/reference/analysis-templates.md", analysis_templates),
]
