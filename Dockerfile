# syntax=docker/dockerfile:1
FROM python:3.13-slim AS packages
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
# Empty leaves out what reads PDFs and Word documents.
ARG EXTRAS=documents
COPY requirements.txt requirements-documents.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    ${EXTRAS:+-r requirements-$EXTRAS.txt}

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=false \
    LOG_FORMAT=json \
    RUN_DIR=/tmp/run \
    PROMETHEUS_MULTIPROC_DIR=/tmp/prometheus
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tasks
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py entrypoint.sh ./
COPY config ./config
COPY accounts ./accounts
COPY jobs ./jobs
COPY generation ./generation
COPY templates ./templates
COPY static ./static
# The keys serve this one command and are in no layer's environment.
RUN SECRET_KEY=build-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ \
    JWT_SIGNING_KEY=build-9876543210-zyxwvutsrqponmlkjihgfedcba-only \
    ALLOWED_HOSTS=localhost DATABASE_URL=sqlite:////tmp/build.sqlite3 PROMETHEUS_MULTIPROC_DIR= \
    python manage.py collectstatic --noinput --verbosity 0
USER tasks
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', 8000)}/healthz\", timeout=2)"]
ENTRYPOINT ["./entrypoint.sh"]
CMD ["web"]
