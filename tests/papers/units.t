#!/bin/sh
# The unit of systemd is one that systemd understands, and that shuts the
# daemon in as tightly as it was made to.
set -u
unit=$ALLO_BUILDDIR/packaging/systemd/allod.service
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
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

skip()
{
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

all_filled_in() { ! grep -n '@[a-z]*@' "$ALLO_BUILDDIR"/packaging/*/allo*; }
ok 'every path is filled in' all_filled_in

# As it would be installed, with programs that are there.
sed -e 's|^\(Exec[A-Za-z]*\)=[^ ]*|\1=/bin/true|' "$unit" \
    >"$work/allod.service"
understood()
{
    systemd-analyze verify --man=no "$work/allod.service" >"$work/verify" 2>&1
    ! grep 'allod.service' "$work/verify"
}
# 20 is 2.0 of 10: what is left is the network, which it needs
tight()
{
    systemd-analyze security --offline=true --threshold=20 \
        "$work/allod.service"
}
if command -v systemd-analyze >/dev/null &&
   systemd-analyze security --help 2>&1 | grep -q offline; then
    ok 'systemd understands the unit' understood
    ok 'it is shut in tightly' tight
else
    skip 'systemd understands the unit' 'no systemd-analyze here'
    skip 'it is shut in tightly' 'no systemd-analyze here'
fi

if command -v systemd-sysusers >/dev/null; then
    mkdir -p "$work/root/etc"
    ok 'the user can be made' systemd-sysusers --root="$work/root" \
        "$ALLO_BUILDDIR/packaging/sysusers.d/allo.conf"
    ok '... and is there' grep -q '^allo:' "$work/root/etc/passwd"
else
    skip 'the user can be made' 'no systemd-sysusers here'
    skip '... and is there' 'no systemd-sysusers here'
fi
if command -v systemd-tmpfiles >/dev/null && [ -f "$work/root/etc/passwd" ] &&
   [ "$(id -u)" -eq 0 ]; then
    sed "s|^d [^ ]*/allo|d /etc/allo|" \
        "$ALLO_BUILDDIR/packaging/tmpfiles.d/allo.conf" >"$work/allo.conf"
    ok 'the folders can be made' systemd-tmpfiles --create \
        --root="$work/root" "$work/allo.conf"
    ok '... and are there' test -d "$work/root/etc/allo/people.d"
else
    skip 'the folders can be made' 'no systemd-tmpfiles, or not root'
    skip '... and are there' 'no systemd-tmpfiles, or not root'
fi
echo "1..$number"
