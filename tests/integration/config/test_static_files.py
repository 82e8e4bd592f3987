"""Static files as a production site serves them."""

import json
import re

from django.core.management import call_command
from django.test import override_settings

BACKEND = {"BACKEND": "config.static_files.HashedStaticFiles"}


class TestHashedStaticFiles:
    def test_makes_modules_import_each_other_by_hashed_name(self, tmp_path, settings) -> None:
        storages = settings.STORAGES | {"staticfiles": BACKEND}
        own = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        with override_settings(STATIC_ROOT=str(tmp_path), STORAGES=storages, STATICFILES_FINDERS=own):
            call_command("collectstatic", interactive=False, verbosity=0)
        paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
        app = (tmp_path / paths["js/app.js"]).read_text()
        imported = re.findall(r'from "\./([^"]+)"', app)
        assert imported
        assert [] == [name for name in imported if f"js/{name}" not in paths.values()]
