# tap.sh - what the tests of allo-probe share; read with `.`
probe=$ALLO_BUILDDIR/bin/allo-probe
ALLO_LIBEXEC=$ALLO_BUILDDIR/src/host
# memory that a sanitizer keeps back would look like a leak
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1
export ALLO_LIBEXEC ASAN_OPTIONS
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0

# ok CONDITION NAME: one line of TAP; when it is not so, what the probe said
ok()
{
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        grep -v 'SKIP' "$work/out" | sed 's/^/#   /'
    fi
}

# probe WORDS...: output in $work/out, sets code
probe()
{
    "$probe" "$@" >"$work/out" 2>&1
    code=$?
}

# wrong: the cases that failed, one a line
wrong()
{
    sed -n 's/^not ok [0-9]* - //p' "$work/out"
}

# fine NAME LEAST: it exited 0, nothing is wrong, and of the cases at least
# LEAST were not skipped
fine()
{
    passed=$(grep -c '^ok' "$work/out")
    skipped=$(grep -c '^ok.* # SKIP' "$work/out")
    [ "$code" -eq 0 ] && ! grep -q '^not ok' "$work/out" &&
        [ $((passed - skipped)) -ge "$2" ] &&
        grep -q "^1\.\.$passed\$" "$work/out"
    ok $? "$1: $((passed - skipped)) cases fine, $skipped skipped"
}
