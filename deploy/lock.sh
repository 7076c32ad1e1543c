#!/usr/bin/env bash
# Write the hash-locked requirement files anew from pyproject.toml, and package-lock.json from package.json.
# No lock file names a package index: whoever installs uses the one their machine is set up with.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_SYSTEM_CERTS=1
compile() {
    .venv/bin/python -m uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --quiet "$@"
}
compile pyproject.toml -o requirements.lock
compile pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
for group in embedded bootstrap node; do
    compile --group "pyproject.toml:$group" -c requirements-dev.lock -o "requirements-$group.lock"
done
npm install --package-lock-only --ignore-scripts --silent
