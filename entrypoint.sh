#!/bin/sh
# The container's start: wait for the database, migrate once however many start, then become one role.
#   entrypoint.sh web | sockets | worker | prepare | any other command
set -eu

port="${PORT:-8000}"
prepare() {
    # Waits up to DATABASE_WAIT_SECONDS and says so when that was too short.
    WITHOUT_WEB=true python manage.py prepare
}

case "${1:-web}" in
web)
    prepare
    # The image has them; pages are not served without.
    [ -e staticfiles/staticfiles.json ] || python manage.py collectstatic --noinput --verbosity 0
    if [ -n "${PROMETHEUS_MULTIPROC_DIR:-}" ]; then
        rm -rf "$PROMETHEUS_MULTIPROC_DIR"
        mkdir -p "$PROMETHEUS_MULTIPROC_DIR"
    fi
    # Threads, because a request may ask to be held until its job is done (Prefer: wait).
    exec gunicorn config.wsgi:application --bind "${HOST:-0.0.0.0}:$port" --workers "${WEB_PROCESSES:-2}" \
        --worker-class gthread --threads 8 --timeout 90 --graceful-timeout 20 --max-requests 20000 \
        --max-requests-jitter 2000
    ;;
sockets)
    prepare
    exec python -m config.web --verbosity 0 -b "${HOST:-0.0.0.0}" -p "$port" config.asgi:application
    ;;
worker)
    prepare
    shift
    export WITHOUT_WEB=true
    exec python manage.py runworker "$@"
    ;;
prepare)
    prepare
    ;;
*)
    exec "$@"
    ;;
esac
