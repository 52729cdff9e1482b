#!/usr/bin/env bash
# Makes a Debian or Ubuntu machine ready for `make test` and `make demo`: QGIS and the raster libraries from apt,
# the test tools in a virtual environment under .build. Does nothing when everything is there.
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

missing=()
for package in "${PACKAGES[@]}"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q </dev/null
    as_root apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
fi

mkdir -p .build/import
ln -sfn ../.. .build/import/tiled_raster

stamp="$($SYSTEM_PYTHON -c 'import sys; print(sys.version)') $(sha256sum <scripts/requirements.txt)"
if [ "$(cat .build/venv/stamp 2>/dev/null)" != "$stamp" ]; then
    echo "setup: making the virtual environment .build/venv"
    rm -rf .build/venv
    $SYSTEM_PYTHON -m venv --system-site-packages .build/venv
    .build/venv/bin/python -m pip install --quiet --requirement scripts/requirements.txt </dev/null
    printf '%s\n' "$stamp" >.build/venv/stamp
fi
