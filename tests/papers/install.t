#!/bin/sh
# What is installed is where the manual says, and goes again.
set -u
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
number=0

ok()
{
    name=$1
    shift
    number=$((number + 1))
    if "$@" >"$work/said" 2>&1; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        sed 's/^/# /' "$work/said"
    fi
}

# place NAME: where the one file of this name is
place() { find "$work/root" -type f -path "*$1"; }
one() { [ "$(place "$1" | wc -l)" -eq 1 ]; }

ok 'it can be installed' make -s -C "$ALLO_BUILDDIR" install \
    DESTDIR="$work/root"
for name in /sbin/allod /bin/alloctl /bin/allo-smsc /bin/allo-probe \
    /libexec/allo/allo-host /allo/console.so /allo/exec.so \
    /share/allo/examples/etc/allo.conf /man5/allo.conf.5 /man8/allod.8 \
    /pkgconfig/allo-channel.pc; do
    ok "one ${name#/}" one "$name"
done
nothing_of_libtool() { [ -z "$(place .la)" ]; }
ok 'nothing of libtool' nothing_of_libtool

# A plugin is built against what is installed, as allo_channel(3) says.
pc=$(place /pkgconfig/allo-channel.pc)
include=$(place /allo/channel.h)
header_is_found()
{
    folder=${include%/allo/channel.h}
    # shellcheck disable=SC2046
    set -- $(PKG_CONFIG_PATH=${pc%/*} pkg-config \
        --define-variable=includedir="$folder" --cflags allo-channel)
    echo "$@"
    [ "$*" = "-I$folder" ] && grep -q '^includedir=.*/include$' "$pc" &&
        [ "${folder%/include/include}" = "$folder" ]
}
if command -v pkg-config >/dev/null; then
    ok 'pkg-config finds the header' header_is_found
fi

ok 'it can be uninstalled' make -s -C "$ALLO_BUILDDIR" uninstall \
    DESTDIR="$work/root"
nothing_left() { ! find "$work/root" -type f | grep .; }
ok 'nothing is left' nothing_left
echo "1..$number"
