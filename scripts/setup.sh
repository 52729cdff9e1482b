#!/usr/bin/env bash
# Makes a Debian or Ubuntu machine ready for `make test` and `make demo`: QGIS and the raster libraries from apt,
# the test tools in a virtual environment under .build. Does nothing when everything is there. What was interrupted is
# made anew, a server that does not answer is asked again, and two at once wait for each other.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# QGIS is built against the system's Python; another `python3` that stands first in PATH cannot import it.
SYSTEM_PYTHON=/usr/bin/python3
PACKAGES=(
    qgis python3-qgis gdal-bin python3-gdal python3-numpy python3-scipy python3-rasterio
    python3 python3-venv python3-dev gcc libc6-dev xvfb xauth fonts-dejavu-core procps
)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else
        echo "setup: these packages are missing and need root or sudo to install: ${missing[*]}" >&2
        exit 1
    fi
}

# Runs a command until it succeeds, at most three times.
patiently() {
    local try
    for try in 1 2 3; do
        if "$@"; then return; fi
        if [ "$try" -lt 3 ]; then echo "setup: that failed, trying again in $((try * 10)) s" >&2; sleep $((try * 10)); fi
    done
    return 1
}

fetch_packages() {
    local options=(-q -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600)
    as_root apt-get "${options[@]}" update </dev/null &&
        as_root apt-get "${options[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null
}

mkdir -p .build
exec {lock}>.build/setup.lock
if ! flock --nonblock "$lock"; then
    echo "setup: waiting for another setup of this folder" >&2
    flock "$lock"
fi

missing=()
for package in "${PACKAGES[@]}"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    patiently fetch_packages
fi

mkdir -p .build/import
ln -sfn ../.. .build/import/tiled_raster

stamp="$($SYSTEM_PYTHON -c 'import sys; print(sys.version)') $(sha256sum <scripts/requirements.txt)"
if [ "$(cat .build/venv/stamp 2>/dev/null)" != "$stamp" ]; then
    echo "setup: making the virtual environment .build/venv"
    rm -rf .build/venv
    $SYSTEM_PYTHON -m venv --system-site-packages .build/venv
    pip=(.build/venv/bin/python -m pip install --quiet --retries 10 --timeout 60)
    patiently "${pip[@]}" --requirement scripts/requirements.txt </dev/null
    printf '%s\n' "$stamp" >.build/venv/stamp
fi
