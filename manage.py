#!/usr/bin/env python
"""Django's command line for this project."""

import gc
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.worker_apps import COMMANDS

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        os.environ.setdefault("WITHOUT_WEB", "true")
    gc.disable()  # what is imported at the start stays: looking for garbage in it takes a tenth of the start
    try:
        django.setup()
        gc.freeze()
        gc.enable()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as cause:
        sys.exit(str(cause))
