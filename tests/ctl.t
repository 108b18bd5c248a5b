#!/bin/sh
# alloctl from the outside: exit codes, where words go, colour, completion
set -u
alloctl=$ALLO_BUILDDIR/bin/alloctl
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0
unset NO_COLOR

# as installed: the host, and all plugins in one directory
mkdir "$work/plugins"
ln -s "$ALLO_BUILDDIR"/plugins/*/.libs/*.so "$work/plugins/"
export ALLO_LIBEXEC="$ALLO_BUILDDIR/src/host" ALLO_PLUGINDIR="$work/plugins"

# run WORDS...: sets code; words are in $work/out and $work/err
run()
{
    "$alloctl" "$@" >"$work/out" 2>"$work/err" </dev/null
    code=$?
}

# ok NAME CONDITION...: one line of TAP
ok()
{
    name=$1
    shift
    number=$((number + 1))
    if "$@"; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        echo "# exit $code"
        sed 's/^/# out: /' "$work/out"
        sed 's/^/# err: /' "$work/err"
    fi
}

gave() { [ "$code" -eq "$1" ]; }
out_has() { grep -qF -- "$1" "$work/out"; }
err_has() { grep -qF -- "$1" "$work/err"; }
out_empty() { [ ! -s "$work/out" ]; }
err_empty() { [ ! -s "$work/err" ]; }
no_escape() { ! grep -q "$(printf '\033')" "$work/out" "$work/err"; }
has_escape() { grep -q "$(printf '\033')" "$work/out" "$work/err"; }

run
ok 'alone it lists the commands' out_has 'status'
ok '... and that is fine' gave 0
run --version
ok 'it has a version' out_has 'alloctl (allo)'
run --help
ok 'help goes to stdout' err_empty
commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/out")
ok 'there are commands' [ -n "$commands" ]

for command in $commands; do
    run "$command" --help
    ok "$command --help" gave 0
    ok "... says how it is used" out_has "Usage: alloctl $command"
    # shellcheck disable=SC2016
    ok "... is in the completion" grep -qw "$command" \
        "$ALLO_SRCDIR/etc/completion/alloctl"
    run "$command" --no-such-option
    ok "$command refuses what it does not know" gave 2
    ok '... on stderr' out_empty
done

run statsu
ok 'an unknown command is a mistake in use' gave 2
ok '... and the right one is offered' err_has "did you mean 'status'?"
run --color=always statsu
ok 'colour can be forced' has_escape
run statsu
ok '... and is not there in a pipe' no_escape
run why somebody
ok 'an argument too few' gave 2

for words in status events outbox channels reload 'why a b' 'hold x' \
    'release x'; do
    # shellcheck disable=SC2086
    run --socket "$work/none" $words
    ok "no daemon: $words" gave 69
    ok '... says so' err_has 'the daemon is not running'
done
run --socket "$work/none" status --json
ok 'no daemon, as JSON: nothing on stdout' out_empty
: >"$work/file"
run --socket "$work/file" status
ok 'a file that is no socket' gave 69

# without a daemon: check and forecast, on the examples that we install
cp -r "$ALLO_SRCDIR/etc" "$work/etc" && chmod -R u+w,go-rwx "$work/etc"
run check "$work/etc"
ok 'the examples are fine' gave 0
ok '... and counted' out_has '1 event, 2 groups, 4 people: all fine'
# rules are said back with the dates that come
ok '... and its rule said back with the next five dates' grep -qE \
    '^straatoverleg: maandelijks op de 2de woensdag tot 2027-06-30 — (wo [0-9]+ [a-z]+ 19u(, )?){5}$' \
    "$work/out"
mkdir "$work/many" && cp -r "$work/etc/allo.conf" "$work/etc/people.d" "$work/many"
mkdir "$work/many/events.d"
for i in 10 11 12 13 14 15 16 17 18 19 20 21; do
    cat <<END
events = ( { id = "e$i"; title = "E"; start = "2099-01-$i 19:00";
    place = "Hier"; invite = "politie"; repeat = "yearly";
    change = ( { on = "2100-01-$i"; start = "2100-02-01 18:00"; },
               { on = "2101-01-$i"; cancelled = true; } ); } );
END
done | awk '/^events/ { n++ } { print >"'"$work"'/many/events.d/" n ".conf" }'
chmod -R go-rwx "$work/many"
run check "$work/many"
ok 'ten rules are said back' [ "$(grep -c 'jaarlijks op' "$work/out")" -eq 10 ]
ok '... and how many more there are' \
    out_has 'and 2 more events that repeat; --dates shows all'
ok '... with what was moved and cancelled' out_has \
    '10 jan 2099 19u, ma 1 feb 2100 18u (moved from zo 10 jan 2100 19u), ma 10 jan 2101 19u (cancelled), '
run check --dates "$work/many"
ok '... or all of them' [ "$(grep -c 'jaarlijks op' "$work/out")" -eq 12 ]
run check --json "$work/many"
ok '... as JSON' out_has '"state":"moved"'
# what a plugin thinks of its settings, and what is told when none can be asked
cp -r "$work/etc" "$work/plugged"
told()
{
    sed "s/@/$1/" >"$work/plugged/allo.conf" <<'END'
organisation = { id = "x"; name = "X"; };
channels = (
    { name = "sms"; @ }
);
END
    chmod go-rwx "$work/plugged/allo.conf"
    rm -rf "$work/plugged/events.d" "$work/plugged/people.d"
    run check "$work/plugged"
    grep '^allo.conf:' "$work/out" >"$work/lines"
}
smpp='plugin = "smpp"; host = "h"; system_id = "i"; password = "%env:NONE";'
smpp=$(echo "$smpp" | tr % @)
told 'plugin = "smp";'
ok 'a plugin that is none is an error' gave 1
ok '... at the line of the channel' \
    out_has "allo.conf:3: error: channel 'sms': there is no plugin"
told 'plugin = "smpp"; system_id = "i"; password = "p";'
ok 'a setting that a plugin needs' \
    out_has "allo.conf:3: error: channel 'sms': setting 'host' is missing"
told "$smpp port = 99999;"
ok 'a port that is none' \
    out_has "allo.conf:3: error: channel 'sms': setting 'port' must be from"
told "$smpp"
ok 'a secret that is elsewhere does not have to be there' gave 0
mkdir "$work/plugged/events.d"
echo 'events = ( { id = "x"; } );' >"$work/plugged/events.d/x.conf"
run check "$work/plugged"
ok 'events with errors are not told to be no events' gave 1
ok '... really' sh -c '! grep -q "there are no events" "$1"' sh "$work/out"
ALLO_LIBEXEC=$work/nowhere
told 'plugin = "smp";'
ok 'no host: only a warning' gave 0
ok '... that says so' out_has "is not checked: there is no $work/nowhere"
ALLO_LIBEXEC=$ALLO_BUILDDIR/src/host
run --config "$work/etc" check --json
ok 'check as JSON' out_has '"kind":"summary","errors":0,"warnings":0'
sed 's/quiet /quite /' "$work/etc/allo.conf" >"$work/new"
cat "$work/new" >"$work/etc/allo.conf"
run check "$work/etc"
ok 'an error is a no' gave 1
ok '... that says where and what would be right' \
    grep -qE "^allo.conf:[0-9]+: error: .*quite.*quiet" "$work/out"
ok '... and counts' out_has '1 error; nothing was changed'
run forecast --config "$work/etc"
ok 'no forecast from broken files' gave 1
ok '... says what to do' err_has 'alloctl check'
run forecast --config "$ALLO_SRCDIR/etc" --from 2027-01-01 --to 2027-02-01
ok 'a forecast of what others can read, for nothing is sent' gave 0
ok '... of both groups' out_has '4 messages, 4 parts, 0.225 euro'
run check "$work/nowhere"
ok 'no configuration is a no' gave 1
chmod -R go-rwx "$work/etc/demo"
run forecast --config "$work/etc/demo" --from 2027-01-01 --to 2027-01-31
ok 'a forecast' gave 0
ok '... of six messages' out_has '6 messages, 6 parts, 0.45 euro'
ok '... at their hour' out_has '2027-01-12 18:00  straatoverleg'
run forecast --config "$work/etc/demo" --from 2027-01-01 --json
ok '... as JSON' [ "$(grep -c '"price":0.075,' "$work/out")" -eq 6 ]
ok '... at a moment in UTC' out_has '"at":"2027-01-12T17:00:00Z"'
ok '... of an occurrence by the clock there' \
    out_has '"occurrence":"2027-01-13T19:00:00+01:00"'
january='--from 2027-01-01 --to 2027-01-31'
# shellcheck disable=SC2086
forecast()
{
    run forecast --config "$work/etc/demo" $january "$@"
}
cr=$(printf '\r')
forecast --csv
ok '... as CSV' out_has \
    "at,event,occurrence,purpose,person,channel,parts,price,why,text$cr"
ok '... by the clock there' out_has '2027-01-12T18:00:00+01:00,straatoverleg,'
ok '... of six lines and their head' [ "$(grep -c "$cr\$" "$work/out")" -eq 7 ]
forecast --totals
ok '... only what it adds up to' out_has '2027-01-12  sms             6'
ok '... without the messages' [ "$(grep -c 'reminder' "$work/out")" -eq 0 ]
forecast --totals --json
ok '... as JSON' out_has \
    '{"day":"2027-01-12","channel":"sms","messages":6,"parts":6,"price":0.45}'
forecast --totals --csv
ok '... as CSV' out_has "2027-01-12,sms,6,6,0.45$cr"
forecast --group politie
ok '... of one group' out_has '2 messages, 2 parts, 0.15 euro'
forecast --event straatoverleg
ok '... of one event' out_has '6 messages, 6 parts, 0.45 euro'
forecast --event straatoverlg
ok 'an event that is none' gave 2
ok '... and the right one is offered' err_has "did you mean 'straatoverleg'?"
forecast --group politi
ok 'a group that is none' err_has "did you mean 'politie'?"
forecast --json --csv
ok 'two forms at once' gave 2
cp -r "$work/etc/demo" "$work/edited"
sed -i 's/19:00/20:00/' "$work/edited/events.d/"*
run forecast --config "$work/edited" $january --against "$work/etc/demo"
ok 'two sets of files beside each other' out_has '0 messages come, 0 go, 6 change'
run forecast --config "$work/edited" $january --against "$work/edited"
ok '... that are the same' out_has 'No message is different.'
run forecast --config "$work/etc/demo" --diff
ok 'what an edit changes, without a daemon' gave 69
ok '... says what can be done' err_has '--against DIR'
run forecast --config "$work/etc/demo" --from 2027-01-13 --to 2027-01-14
ok 'a forecast of nothing' out_has 'Nothing will be sent.'
run forecast --config "$work/etc/demo" --from tomorrow
ok 'a date that is none' gave 2
run forecast --config "$work/etc/demo" --from 2027-01-02 --to 2027-01-01
ok 'an end before its beginning' gave 2
run --config "$work/etc/demo" status
ok 'the socket is where allo.conf says' err_has "$work/etc/demo/control"
echo 'nonsense = 1;' >>"$work/etc/demo/allo.conf"
run --config "$work/etc/demo" status
ok '... also with an error in it' err_has "$work/etc/demo/control"
echo '}' >>"$work/etc/demo/allo.conf"
run --config "$work/etc/demo" status
ok '... also when it cannot be read at all' err_has "$work/etc/demo/control"

if command -v bash >/dev/null; then
    # offer LINE...: what is offered for the last word
    offer()
    {
        bash -c '. "$0" && COMP_WORDS=("$@") &&
            COMP_CWORD=$(($# - 1)) && PATH=$ALLO_BUILDDIR/bin:$PATH &&
            _alloctl && printf "%s\n" "${COMPREPLY[@]}"' \
            "$ALLO_SRCDIR/etc/completion/alloctl" "$@" \
            >"$work/out" 2>"$work/err"
        code=$?
    }
    offer alloctl st
    ok 'a command is completed' [ "$(cat "$work/out")" = status ]
    offer alloctl outbox --s
    ok 'an option is completed' out_has --state
    offer alloctl outbox --state un
    ok 'a state is completed' out_has unknown-final
    offer alloctl --socket "$work/none" hold ''
    ok 'without a daemon nothing is offered, and nothing said' err_empty
    ok '... really' gave 0
    offer alloctl --color a
    ok 'colours are completed' out_has always
fi
echo "1..$number"
