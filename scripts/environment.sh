#!/bin/sh
# Make .venv with the locked requirements named as arguments; a stamp of their hashes avoids doing it twice.
set -eu
python="${PYTHON:-python3}"
stamp=".venv/.installed"

fail() {
    echo "$1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "No $python here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version 2>&1) is too old. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3."

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for file in "$@"; do
    hash=$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$file")
    wanted="${wanted:-}$version $file $hash
"
done

installed=""
[ -f "$stamp" ] && [ -x .venv/bin/python ] && installed=$(cat "$stamp")
# Every wanted line stands in the stamp: nothing to do. The tools' environment serves `make run` too.
if printf '%s' "$wanted" | while IFS= read -r line; do printf '%s\n' "$installed" | grep -qxF "$line" || exit 1; done; then
    exit 0
fi

if [ -x .venv/bin/python ] && ! .venv/bin/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')"; then
    rm -rf .venv # another Python, or a broken environment
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv ||
    fail "Could not make .venv: the cause is above. On Debian and Ubuntu install python3-venv."

# Trust what this machine trusts: many networks have a certificate authority of their own.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
    [ ! -f "$bundle" ] || export PIP_CERT="${PIP_CERT:-$bundle}"
done

echo "Installing $* into .venv"
requirements=""
for file in "$@"; do requirements="$requirements -r $file"; done
install_with() {
    # shellcheck disable=SC2086 # one word per file
    "$@" $requirements || fail "Could not install: the cause is above. The first install needs a network; a proxy or mirror is set by pip's own variables."
}
if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
    VIRTUAL_ENV="$PWD/.venv" install_with uv pip install -q --require-hashes
else
    install_with .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes
fi
printf '%s' "$wanted" >"$stamp"
