#!/bin/sh
# Our own plugins keep the contract.  Where there is no far side to hand
# messages to, that part is skipped, never passed.
set -u
. "$ALLO_SRCDIR/tests/probe/tap.sh"
plugins=$ALLO_BUILDDIR/plugins
smsc=
finish()
{
    if [ -n "$smsc" ]; then
        kill "$smsc"
        wait "$smsc" 2>/dev/null
    fi
    rm -rf "$work"
}
trap finish EXIT

# there PLUGIN: it was built
there()
{
    [ -f "$plugins/$1/.libs/$1.so" ]
}

probe "$plugins/console/.libs/console.so" -o path="$work/shown"
fine console 18
shown=$(grep -c '^to +32470000001' "$work/shown")
[ "$shown" -ge 10000 ]
ok $? "... and showed $shown messages"

cat >"$work/script" <<'EOF'
#!/bin/sh
tab=$(printf '\t')
while IFS= read -r line; do
    case $line in
    "send$tab"*)
        id=${line#*"${tab}id="}
        printf 'result\tid=%s\toutcome=accepted\n' "${id%%"$tab"*}" ;;
    stop) exit 0 ;;
    esac
done
EOF
chmod +x "$work/script"
probe "$plugins/exec/.libs/exec.so" -o command="$work/script"
fine "exec and a script" 19

# skipped NAME PLUGIN WORDS...: without a far side
alone()
{
    plugin=$1
    shift
    there "$plugin" || return 0
    probe "$plugins/$plugin/.libs/$plugin.so" --sends 200 "$@"
    fine "$plugin without a far side" 7
    grep -q '^ok .* - answers each message once, in time # SKIP nothing is' \
        "$work/out" &&
        grep -q '^ok .* - drains when told to stop # SKIP nothing is' \
            "$work/out"
    ok $? "... and does not pass what needs one"
}

# Port 1 is reserved, and nobody listens there.
alone smpp -o host=127.0.0.1 -o port=1 -o system_id=allo
alone smtp -o host=127.0.0.1 -o port=1 -o tls=none -o from=a@example.org
alone ntfy -o server=http://127.0.0.1:1

if there smpp; then
    "$ALLO_BUILDDIR/allo-smsc" --listen 0 --quiet >"$work/smsc" 2>&1 \
        </dev/null &
    smsc=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/smsc")
        [ -z "$port" ] || break
        sleep 0.5
    done
    probe "$plugins/smpp/.libs/smpp.so" -o host=127.0.0.1 -o port="$port" \
        -o system_id=allo -o window=10
    fine "smpp and allo-smsc" 19
fi
echo "1..$number"
