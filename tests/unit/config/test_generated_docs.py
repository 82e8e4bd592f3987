"""Pages that the program writes about itself."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config import env
from config.generated_docs import PAGES, Page, configuration, env_example, openapi


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
    def test_say_what_the_program_says(self, page: Page) -> None:
        assert not page.drifted(settings.BASE_DIR), "run make docs"


class TestOpenApi:
    def test_is_a_valid_schema_without_warnings(self) -> None:
        """Else it is not rendered."""
        assert "/api/v1/auth/login" in openapi()


class TestEnvExample:
    def test_changes_nothing_until_a_line_is_uncommented(self) -> None:
        assert all(line == "" or line.startswith("#") for line in env_example().splitlines())

    def test_names_every_variable(self) -> None:
        assert all(f"\n#{variable.name}=" in env_example() for variable in env.VARIABLES)


class TestConfiguration:
    def test_has_a_row_for_every_variable(self) -> None:
        rows = [line for line in configuration().splitlines() if line.startswith("| `")]
        assert len(rows) == len(env.VARIABLES)


class TestCommand:
    def test_writes_what_drifted_and_then_agrees(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"\.env\.example.*make docs"):
            call_command("docs", check=True, root=tmp_path)
        call_command("docs", root=tmp_path, verbosity=0)
        call_command("docs", check=True, root=tmp_path)
