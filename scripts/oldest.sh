#!/usr/bin/env bash
# Runs the core tests on the oldest Python and libraries that are supported, where a Python 3.9 is present: named by
# PYTHON39, or python3.9 in PATH, or under pyenv. Without one it says so and ends well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
HOME_OF_IT=.build/oldest

python39() {
    local candidate
    for candidate in "${PYTHON39:-}" "$(command -v python3.9 || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.9.*/bin/python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 9))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

python=$(python39)
if [ -z "$python" ]; then
    echo "oldest: no Python 3.9 here (PYTHON39=path names one), nothing was tested"
    exit 0
fi
stamp=$(sha256sum <scripts/requirements-oldest.txt)
if [ "$(cat $HOME_OF_IT/stamp 2>/dev/null)" != "$stamp" ]; then
    rm -rf $HOME_OF_IT
    "$python" -m venv $HOME_OF_IT
    $HOME_OF_IT/bin/python -m pip install --quiet --retries 10 --timeout 60 --only-binary :all: \
        --requirement scripts/requirements-oldest.txt </dev/null
    printf '%s\n' "$stamp" >$HOME_OF_IT/stamp
fi
mkdir -p .build/import
ln -sfn ../.. .build/import/tiled_raster
exec $HOME_OF_IT/bin/python scripts/run_tests.py core "$@"
