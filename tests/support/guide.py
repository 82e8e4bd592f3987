"""Documentation as something to run: the fenced blocks of a page, and a copy of the project to try them in."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config import env

ROOT = Path(env.BASE_DIR)
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".run",
    ".*_cache",
    ".hypothesis",
    "*.sqlite3*",
    "htmlcov",
    "staticfiles",
    "out",
    ".rivals",
)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r'"email": *"([^"]+)"')
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the documentation; `path` is relative to the project."""

    path: str

    @property
    def text(self) -> str:
        return (ROOT / self.path).read_text()

    def blocks(self, language: str) -> list[str]:
        return [code for marked, code in _FENCE.findall(self.text) if marked == language]

    @property
    def addresses(self) -> set[str]:
        """The e-mail addresses that its commands register."""
        return {address for code in self.blocks("sh") for address in _ADDRESS.findall(code)}

    @property
    def links(self) -> list[str]:
        """Where its links and pictures point, those to other sites left out."""
        found = [one or other for one, other in _LINK.findall(_FENCE.sub("", self.text))]
        return [link for link in found if "://" not in link and not link.startswith("mailto:")]

    @property
    def anchors(self) -> set[str]:
        """The names of its headings, as links write them."""
        headings = _HEADING.findall(_FENCE.sub("", self.text))
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def pages() -> list[Page]:
    """Every page of the documentation and those beside it."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [Page(str(path.relative_to(ROOT))) for path in sorted(found)]


def shared_addresses(followed: Iterable[Page]) -> list[str]:
    """In words, which addresses more than one page registers: on one site the second of them is refused."""
    users: dict[str, list[str]] = {}
    for page in followed:
        for address in page.addresses:
            users.setdefault(address, []).append(page.path)
    return [f"{address} is registered by {' and '.join(paths)}" for address, paths in users.items() if len(paths) > 1]


def copy_project(target: Path) -> None:
    """The project as a newcomer has it, but with this environment and what Python has compiled already."""
    shutil.copytree(ROOT, target, ignore=LEFT_OUT)
    (target / ".venv").symlink_to(sys.prefix)


def environment(project: Path, **more: str) -> dict[str, str]:
    """What a process in a copy sees: nothing of this run's coverage, database or settings file."""
    dropped = ("COVERAGE_", "DJANGO_", "PYTEST_", "DATABASE_URL", "ENV_FILE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    own = {"PYTHONPATH": str(project), "ENV_FILE": os.devnull}
    return kept | own | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"} | more
