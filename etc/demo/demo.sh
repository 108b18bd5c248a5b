#!/bin/sh
# demo.sh BUILD SAMPLE [--once]: a practice SMSC with phones, the daemon with
# the sample programme, a reminder within half a minute, and a correction.
set -eu
build=$1 sample=$2 once=${3:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/allo-demo.XXXXXX")
smsc= daemon=

finish() {
    trap '' INT TERM
    for pid in $daemon $smsc; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
    printf '%s\n' "$*"
}

fail() {
    say "demo: $*" >&2
    [ ! -s "$work/allod.log" ] || sed 's/^/  /' "$work/allod.log" >&2
    exit 1
}

# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
    left=$(($1 * 10))
    shift
    until "$@"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        kill -0 "$smsc" 2>/dev/null || fail "the practice SMSC stopped"
        sleep 0.1
    done
}

# arrived N: so many texts are on the phones; shows the new ones
shown=0
arrived() {
    total=$(grep -c '"event": *"submit"' "$work/phones" || true)
    if [ "$total" -gt "$shown" ]; then
        grep '"event": *"submit"' "$work/phones" |
            tail -n $((total - shown)) | sed -E \
            's/.*"to": *"([^"]*)".*"text": *"([^"]*)".*/  \1   \2/'
        shown=$total
    fi
    [ "$total" -ge "$1" ]
}

listening() {
    port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/phones" | head -n 1)
    [ -n "$port" ]
}

# write_event PLACE: the coordinator's file, with a meeting that begins soon
write_event() {
    cat >"$work/events.d/straatoverleg.conf" <<END
events = (
    { id     = "straatoverleg";
      title  = "Straatoverleg";
      start  = "$start";
      place  = "$1";
      invite = [ "jongeren", "politie" ];
      remind = [ "5 minutes before" ];
      notes  = { officer = { nl = "Kom in burger."; fr = "En tenue civile."; }; }; }
);
END
}

mkdir -p "$work/events.d" "$work/people.d"
cp "$sample/people.d/mensen.conf" "$work/people.d/"
cp "$sample/allo.conf" "$work/"
people=$(grep -c 'phone' "$work/people.d/mensen.conf")

"$build/allo-smsc" --listen 127.0.0.1:0 --system-id demo \
    --password demo --json >"$work/phones" 2>"$work/smsc.log" &
smsc=$!
wait_for 10 listening || fail "the practice SMSC does not listen"
sed -i "s/port *= 2775/port = $port/" "$work/allo.conf"
chmod 600 "$work/allo.conf" "$work/people.d/mensen.conf"

# five minutes and a little: the reminder falls due in about ten seconds
start=$(TZ=Europe/Brussels date -d '+310 seconds' '+%Y-%m-%d %H:%M:%S')
write_event "Jeugdhuis De Kouter, Aalst"

# as installed: all plugins in one directory
mkdir "$work/plugins"
ln -s "$build"/plugins/*/.libs/*.so "$work/plugins/"
export ALLO_LIBEXEC="$build/src/host" ALLO_PLUGINDIR="$work/plugins"
"$build/src/allod" -c "$work" -l text 2>"$work/allod.log" &
daemon=$!

say ""
say "A straatoverleg begins at $start; everybody is reminded 5 minutes before."
say "The people are in etc/demo/people.d, the daemon is pid $daemon."
say ""
wait_for 40 arrived "$people" || fail "no reminder arrived"
say ""
say "Now the coordinator writes another place in the file ..."
write_event "Stationsplein, Aalst"
"$build/bin/alloctl" --config "$work" reload || fail "the reload was refused"
say ""
wait_for 40 arrived $((2 * people)) || fail "no correction arrived"
say ""
"$build/bin/alloctl" --config "$work" why lien straatoverleg
say ""
say "All $people phones have the reminder and the correction."
[ "$once" != --once ] || exit 0

say "Change $work/events.d/straatoverleg.conf and"
say "  $build/bin/alloctl --config $work reload"
say "Ctrl-C ends the demo."
while kill -0 "$daemon" 2>/dev/null; do
    arrived 1000000 || true
    sleep 0.2
done
fail "the daemon stopped"
