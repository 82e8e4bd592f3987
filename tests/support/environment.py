"""Loaded by pytest before Django's settings: tests see no `.env` and none of the caller's own variables."""

import os
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull

from config import env

KEPT = {"DATABASE_URL", "TEST_DATABASE_URL"}
TEST_VALUES = {
    "DEBUG": "true",
    "SECRET_KEY": "tests-only-" + "0123456789abcdef" * 4,
    "JWT_SIGNING_KEY": "tests-only-jwt-" + "fedcba9876543210" * 4,
    "OFFLINE_LATENCY_SECONDS": "0",
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "WARNING",
}

for variable in env.VARIABLES:
    if variable.name not in KEPT:
        os.environ.pop(variable.name, None)
os.environ.update(TEST_VALUES)
Path(env.BASE_DIR / ".run").mkdir(exist_ok=True)
