#!/bin/sh
# Every rule that needs no running test. Goes on after a failure and lists what failed at the end.
set -u
bin="${BIN:-.venv/bin}"
failed=""

step() {
    title="$1"
    shift
    printf '%-13s' "$title"
    if output=$("$@" 2>&1); then
        echo ok
    else
        echo FAILED
        printf '%s\n' "$output"
        failed="$failed $title"
    fi
}

production() {
    env DEBUG=false SECRET_KEY="check-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ-check-only" \
        JWT_SIGNING_KEY="check-only-9876543210-zyxwvutsrqponmlkjihgfedcba" ALLOWED_HOSTS=tasks.example.org \
        DATABASE_URL=postgres://tasks@localhost/tasks ENV_FILE=/dev/null "$@"
}

audit() {
    # pip-audit ends with 1 both for a finding and for an unreachable service: tell them apart by its words.
    if report=$("$bin/pip-audit" --progress-spinner off --timeout 10 --disable-pip --require-hashes -r requirements.txt -r requirements-documents.txt 2>&1); then
        echo "audit        ok"
    elif printf '%s' "$report" | grep -qiE 'ConnectionError|connection|timed out|resolve|ServiceError|ProxyError|HTTPError|Max retries'; then
        echo "audit        NOT DONE: the vulnerability service could not be reached; run it where there is a network"
    else
        echo "audit        FAILED"
        printf '%s\n' "$report"
        failed="$failed audit"
    fi
}

step format "$bin/ruff" format --check -q .
step lint "$bin/ruff" check -q .
step types "$bin/mypy"
step architecture "$bin/lint-imports" --no-cache
step migrations env ENV_FILE=/dev/null DATABASE_URL= "$bin/python" manage.py makemigrations --check --dry-run
step deployment production "$bin/python" manage.py check --deploy --fail-level WARNING
[ ! -f config/management/commands/docs.py ] || step docs env ENV_FILE=/dev/null "$bin/python" manage.py docs --check
step bandit "$bin/bandit" -q -r accounts config generation jobs -c pyproject.toml
audit

[ -z "$failed" ] || { echo "Failed:$failed"; exit 1; }
