"""The pages of the documentation that tests follow."""

from __future__ import annotations

from pathlib import Path

from tests.support.guide import Page, shared_addresses


def page(place: Path, name: str, *addresses: str) -> Page:
    lines = "\n".join(f"""    -d '{{"email": "{address}", "password": "..."}}'""" for address in addresses)
    (place / name).write_text(f"# Page\n\n```sh\ncurl /api/v1/auth/register \\\n{lines}\n```\n")
    return Page(str(place / name))


class TestSharedAddresses:
    def test_are_named_with_every_page_that_registers_them(self, tmp_path: Path) -> None:
        one = page(tmp_path, "one.md", "lot@example.org", "bors@example.org")
        other = page(tmp_path, "other.md", "lot@example.org")
        assert [f"lot@example.org is registered by {one.path} and {other.path}"] == shared_addresses([one, other])

    def test_are_none_where_each_page_has_its_own(self, tmp_path: Path) -> None:
        signs_in_again = page(tmp_path, "one.md", "lot@example.org", "lot@example.org")
        assert [] == shared_addresses([signs_in_again, page(tmp_path, "other.md", "bors@example.org")])
