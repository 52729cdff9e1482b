#!/usr/bin/env bash
# Runs the whole test suite in other Debians, each in a folder under .build/matrix made by debootstrap:
#   scripts/matrix.sh trixie sid -- core -k "not slow"
# What follows -- goes to run_tests.py. After a leading --if-possible, a machine that cannot make such a folder only says
# why. A folder that an interrupted run left half made is made anew, and one that another run uses is waited for.
# trixie has QGIS 3.40, sid 3.44 or newer. Packages come from the mirror that this machine's apt uses, or from
# MATRIX_MIRROR. Everything runs in its own mount and process namespace: whatever happens, nothing stays mounted or
# running. Needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
HERE=$PWD
HOME_OF_ALL=$HERE/.build/matrix

TRIES=3
APT=(apt-get -q -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600)
export DEBIAN_FRONTEND=noninteractive

say() { printf '\n### matrix: %s\n' "$*"; }

if [ "$(id -u)" -ne 0 ] && [ "${1:-}" != "--if-possible" ]; then
    command -v sudo >/dev/null || { echo "matrix: needs root or sudo" >&2; exit 1; }
    exec sudo --preserve-env=MATRIX_MIRROR "$0" "$@"
fi

tools() {
    command -v debootstrap >/dev/null && return
    say "installing debootstrap"
    "${APT[@]}" update </dev/null && "${APT[@]}" install -y --no-install-recommends debootstrap </dev/null
}

# The Debian archive that apt has fetched package lists from, as apt itself names it.
mirror() {
    if [ -n "${MATRIX_MIRROR:-}" ]; then echo "$MATRIX_MIRROR"; return; fi
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F '|' '$1 == "Debian" && $2 == "Debian" {print $3; exit}'
}

# Runs its arguments with own mounts and own process numbers, which end with it.
apart() { unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$@"; }

# Whether debootstrap can work where the folders are: it makes devices there, and runs programs.
can_make_devices() {
    local probe=$HOME_OF_ALL/.probe-$$ fine=yes
    mkdir -p "$HOME_OF_ALL"
    { mknod "$probe" c 1 3 && echo >"$probe"; } 2>/dev/null || fine=no
    rm -f "$probe"
    { cp /bin/true "$probe" && "$probe" && chroot / /bin/true; } 2>/dev/null || fine=no
    rm -f "$probe"
    [ "$fine" = yes ]
}

# Says why this machine cannot run the matrix; nothing when it can.
obstacle() {
    if [ "$(id -u)" -ne 0 ]; then echo "it needs root"
    elif ! tools >&2; then echo "there is no debootstrap to be had"
    elif ! apart true 2>/dev/null; then echo "mounts and processes cannot be kept apart here"
    elif ! can_make_devices; then echo "no other system can be set up under $HOME_OF_ALL: no devices, programs or chroot"
    elif [ -z "$(mirror)" ]; then echo "this machine's apt knows no Debian archive; run apt-get update, or set MATRIX_MIRROR"
    fi
}

# Keeps the suite's folder to this run until it is let go.
take() { # suite
    mkdir -p "$HOME_OF_ALL"
    exec {LOCK}>"$HOME_OF_ALL/$1.lock"
    flock --nonblock "$LOCK" && return
    say "$1: waiting for another run, which uses $HOME_OF_ALL/$1"
    flock "$LOCK"
}

let_go() { exec {LOCK}>&-; }

bootstrap() { # suite mirror folder
    local try
    for try in $(seq "$TRIES"); do
        say "$1: debootstrap"
        rm -rf --one-file-system "$3"
        mkdir -p "$3"
        apart debootstrap --variant=minbase --include=ca-certificates "$1" "$3" "$2" >"$3.log" 2>&1 && return
        tail -n 20 "$3.log" >&2
        [ "$try" -eq "$TRIES" ] || sleep $((try * 10))
    done
    return 1
}

make_root() { # suite mirror folder
    local suite=$1 mirror=$2 root=$3
    [ -e "$root/.complete" ] && return
    bootstrap "$suite" "$mirror" "$root" || return 1
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service starts in here
    chmod +x "$root/usr/sbin/policy-rc.d"
    echo 'force-unsafe-io' >"$root/etc/dpkg/dpkg.cfg.d/fast"
    echo 'path-exclude=/usr/share/doc/*' >>"$root/etc/dpkg/dpkg.cfg.d/fast"
    touch "$root/.complete"
}

# The network as this machine has it: name servers, certificates, proxies, where pip looks.
borrow_network() { # folder
    local root=$1 file home
    home=$root/root
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/etc/ssl/certs" "$home/.config/pip"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    for file in $(grep -lsE '^ *Acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* || true); do
        cp -L "$file" "$root/etc/apt/apt.conf.d/90borrowed-$(basename "$file")"
    done
    if [ -e /etc/pip.conf ]; then cp -L /etc/pip.conf "$root/etc/pip.conf"; fi
    if [ -e "$HOME/.config/pip/pip.conf" ]; then cp -L "$HOME/.config/pip/pip.conf" "$home/.config/pip/pip.conf"; fi
}

copy_tree() { # folder: the files as they are now, without what was built
    rm -rf --one-file-system "$1/src"
    mkdir -p "$1/src"
    tar --exclude=./.build --exclude=./.git --exclude=./dist --exclude=./build --exclude='__pycache__' -cf - . |
        tar -xf - -C "$1/src"
}

run_suite() { # suite folder pytest arguments
    local suite=$1 root=$2 code=0
    shift 2
    say "$suite: setting up and running the tests"
    # shellcheck disable=SC2016 # the inner shell expands these
    apart bash -euc '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs tmpfs "$root/tmp"
        proxies=(); for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
            [ -z "${!name:-}" ] || proxies+=("$name=${!name}")
        done
        exec env -i "${proxies[@]}" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 CI="${CI:-}" \
            DEBIAN_FRONTEND=noninteractive \
            SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
            chroot "$root" /bin/bash -euc "
                cd /src
                { # what an interrupted run left half installed is finished first
                    dpkg --configure -a && apt-get -q -y -o Acquire::Retries=5 --fix-broken install && scripts/setup.sh
                } </dev/null >/setup.log 2>&1 || { tail -n 40 /setup.log; rm -f /.complete; exit 1; }
                dpkg-query -W -f \"qgis \\\${Version}\n\" qgis
                .build/venv/bin/python scripts/run_tests.py \"\$@\"
            " run "$@"
    ' run "$root" "$@" </dev/null || code=$?
    mkdir -p "$HOME_OF_ALL/reports/$suite"
    cp "$root"/src/.build/test-reports/*.xml "$HOME_OF_ALL/reports/$suite/" 2>/dev/null || true
    cp -r "$root"/src/.build/desktop "$HOME_OF_ALL/reports/$suite/" 2>/dev/null || true # screenshots
    return "$code"
}

main() {
    local suites=() suite archive why wanted=yes failed=0
    if [ "${1:-}" = "--if-possible" ]; then wanted=no; shift; fi
    while [ $# -gt 0 ] && [ "$1" != "--" ]; do suites+=("$1"); shift; done
    [ $# -eq 0 ] || shift
    why=$(obstacle)
    if [ -n "$why" ] && [ "$wanted" = no ]; then say "left out: $why"; exit 0; fi
    if [ -n "$why" ]; then echo "matrix: $why" >&2; exit 1; fi
    archive=$(mirror)
    for suite in "${suites[@]:-trixie}"; do
        take "$suite"
        if make_root "$suite" "$archive" "$HOME_OF_ALL/$suite"; then
            borrow_network "$HOME_OF_ALL/$suite"
            copy_tree "$HOME_OF_ALL/$suite"
            run_suite "$suite" "$HOME_OF_ALL/$suite" "$@" || failed=1
        elif [ "$wanted" = no ]; then
            say "$suite: left out: debootstrap cannot make it here, $HOME_OF_ALL/$suite.log tells why"
        else
            failed=1
        fi
        let_go
    done
    exit "$failed"
}

main "$@"
