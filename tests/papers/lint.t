#!/bin/sh
# mandoc has nothing to say of the manual
set -u
if ! command -v mandoc >/dev/null; then
    echo '1..0 # SKIP no mandoc here'
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0
# the pages find one another
for page in "$ALLO_SRCDIR"/man/*.[1-9]; do
    mkdir -p "$work/man${page##*.}"
    cp "$page" "$work/man${page##*.}/"
done
for page in "$ALLO_SRCDIR"/man/*.[1-9]; do
    number=$((number + 1))
    # other programs' pages need not be on this machine
    MANPATH=$work mandoc -Tlint -W style "$page" 2>&1 |
        grep -v -e 'outdated mandoc.db' \
            -e 'not found: Xr \(systemd\|journalctl\|poll\|syslog\)' \
            >"$work/said"
    if [ -s "$work/said" ]; then
        echo "not ok $number - ${page##*/}"
        sed 's/^/# /' "$work/said"
    else
        echo "ok $number - ${page##*/}"
    fi
done
echo "1..$number"
