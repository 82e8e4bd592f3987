# `make` lists the targets. Only Python 3.11+, make and git are needed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := .run
# Optional packages: `documents` reads PDFs and Word documents; `make run EXTRAS=` does without.
EXTRAS ?= documents

export PYTHONPATH := $(CURDIR)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environment: made once, and again when a lock file changes -----------------------------------

.PHONY: env env-dev
env:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh requirements.txt $(EXTRAS:%=requirements-%.txt)
env-dev:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh requirements.txt requirements-documents.txt requirements-dev.txt

# --- run ------------------------------------------------------------------------------------------

.PHONY: run start stop migrate migrations
run: env ## Start web and worker here; Ctrl-C drains and stops
	@exec $(BIN)/python -m config.supervisor

start: env ## Start them detached; the log is .run/server.log
	@$(BIN)/python -m config.supervisor start

stop: ## Stop what `make start` started
	@test ! -x $(BIN)/python || $(BIN)/python -m config.supervisor stop

migrate: env ## Bring the database up to date
	@$(BIN)/python manage.py migrate

migrations: env ## Write migrations for changed models
	@$(BIN)/python manage.py makemigrations

# --- test -----------------------------------------------------------------------------------------

.PHONY: test test-fast race bench
test: env-dev ## Everything, on SQLite and a real PostgreSQL, with coverage (ARGS="-k name" narrows)
	@exec $(BIN)/python -m tests.run $(ARGS)

test-fast: env-dev ## The same without coverage
	@exec $(BIN)/python -m tests.run --no-coverage $(ARGS)

race: env-dev ## The race tests, 1,000 rounds each (RACE_ROUNDS)
	@RACE_ROUNDS=$${RACE_ROUNDS:-1000} $(BIN)/python -m tests.run --no-coverage -m race $(ARGS)

bench: env-dev ## Every script in benchmarks/; what missed its target is named at the end
	@missed=""; for script in benchmarks/[!_]*.py; do echo "=== $$script"; \
		$(BIN)/python "$$script" || missed="$$missed $$script"; done; \
	test -z "$$missed" || { echo "Missed a target, or could not run:$$missed"; exit 1; }

# --- check ----------------------------------------------------------------------------------------

.PHONY: check format
check: env-dev ## Format, lint, types, architecture, migrations, deployment settings, audit
	@BIN=$(BIN) sh scripts/check.sh

format: env-dev ## Format the code and mend what ruff can mend
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

# --- housekeeping ---------------------------------------------------------------------------------

.PHONY: docs lock clean
docs: env-dev ## Write the generated pages again
	@$(BIN)/python manage.py docs

LOCK := uv pip compile -q --universal --generate-hashes --fork-strategy requires-python --python-version 3.11 --no-emit-index-url
lock: ## Lock requirements*.in (needs uv; UPGRADE=1 takes newer versions)
	@command -v uv >/dev/null || { echo "make lock needs uv. Install it: https://docs.astral.sh/uv/"; exit 1; }
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-documents.in -o requirements-documents.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.txt

clean: stop ## Remove what was made here; the database too with DATA=1
	@rm -rf $(VENV) $(RUN)/coverage $(RUN)/server.log staticfiles htmlcov coverage.xml \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache benchmarks/out benchmarks/.rivals
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ "$(DATA)" = 1 ]; then rm -rf db.sqlite3 db.sqlite3-wal db.sqlite3-shm $(RUN); echo "The database is removed."; \
	else echo "Kept db.sqlite3 and its keys in $(RUN); DATA=1 removes them too."; fi
