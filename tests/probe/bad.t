#!/bin/sh
# Each bad channel is caught, by the case that is meant for it; good ones and
# scripts pass.
set -u
. "$ALLO_SRCDIR/tests/probe/tap.sh"
channels=$ALLO_BUILDDIR/tests/channels/.libs

# caught NAME CASE WORDS [OPTION...]: that case fails, and its words say why
caught()
{
    name=$1 case=$2 words=$3
    shift 3
    probe "$channels/$name.so" --sends 2000 "$@"
    [ "$code" -eq 1 ] && wrong | grep -qxF "$case" &&
        grep -q "^# wrong: .*$words" "$work/out"
    ok $? "$name: $case"
}

# only NAME: nothing but the one case that was looked at fails
only()
{
    [ "$(wrong | wc -l)" -eq 1 ]
    ok $? "... and only that"
}

yours='the text of --text'
caught bad_segv "$yours" 'died of signal 11' --text die; only
caught bad_abort "$yours" 'died of signal 6' --text die; only
caught bad_exit "$yours" 'ended with status 0' --text die; only
caught bad_hang "$yours" 'before the deadline' --text die --deadline 2000
only
caught bad_spin "$yours" 'before the deadline' --text die --deadline 2000
only
caught bad_flood "$yours" 'a flood of log lines' --text die --deadline 2000
only
caught bad_garbage "$yours" 'not a line of the wire' --text die; only
caught bad_slow 'answers each message once, in time' 'before the deadline' \
    --deadline 20 --sends 50
caught bad_abi 'describes itself' 'another version'; only
caught bad_missing_symbol 'describes itself' nobody_has_this; only
caught bad_lies 'answers each message once, in time' 'never sent: 999.999'
caught bad_lies 'answers each message once, in time' 'a second result'
caught bad_lies 'answers each message once, in time' 'ready was said twice'
caught bad_open 'is ready in time' "'server' is missing"; only
caught bad_open 'is ready in time' 'spelled wrong' -o server=mail; only
grep -q "^# without server: .*'server' is missing" "$work/out"
ok $? "... and the key that was left out is named"
caught bad_start 'is ready in time' 'not ready within' --start-timeout 2000
caught bad_leak_fd 'very many messages leave no growth' 'descriptors'
only
caught bad_leak 'very many messages leave no growth' 'KiB more' --sends 10000
caught bad_outcome 'answers each message once, in time' \
    'an outcome that there is not'
caught bad_outcome 'answers each message once, in time' 'without a ticket'
caught bad_outcome 'answers each message once, in time' 'ticket that is not out'
caught bad_secret 'answers each message once, in time' 'an address in'
caught bad_secret 'answers each message once, in time' "a message's text in"
caught no_such_plugin 'describes itself' 'no plugin'; only

probe "$channels/bad_slow.so" --sends 50
fine "bad_slow, with patience" 17
probe "$channels/good_echo.so"
fine good_echo 18
probe "$channels/good_later.so"
fine good_later 18

# --- scripts
cat >"$work/fine" <<'EOF'
#!/bin/sh
tab=$(printf '\t')
while IFS= read -r line; do
    case $line in
    "send$tab"*)
        id=${line#*"${tab}id="}
        printf 'result\tid=%s\toutcome=delivered\n' "${id%%"$tab"*}" ;;
    stop) exit 0 ;;
    esac
done
EOF
sed "s/printf 'result/printf 'nobody\\\\tasked\\\\n'; &/" "$work/fine" \
    >"$work/prints"
sed 's/^ *printf.*/&; &/; s/;; *;/;/' "$work/fine" |
    sed 's/;; printf/; printf/' >"$work/twice"
sed 's/delivered/splendid/' "$work/fine" >"$work/splendid"
cat >"$work/wire" <<'EOF'
#!/bin/sh
tab=$(printf '\t')
secret=
printf 'hello\tabi=1\tname=wire\tversion=1\ttraits=1\n'
while IFS= read -r line; do
    case $line in
    "set${tab}secret="*) secret=set ;;
    start)
        if [ -n "$secret" ]; then
            printf 'ready\twindow=4\n'
        else
            printf "failed\treason=setting 'secret' is missing\tfinal=1\n"
        fi ;;
    ping) echo pong ;;
    "send$tab"*)
        id=${line#*"${tab}id="}
        printf 'result\tid=%s\toutcome=accepted\n' "${id%%"$tab"*}" ;;
    stop) exit 0 ;;
    esac
done
EOF
chmod +x "$work/fine" "$work/prints" "$work/twice" "$work/splendid" \
    "$work/wire"
probe "$work/fine" --sends 2000
fine "a script" 14
probe "$work/wire" -o secret=1 --sends 2000
fine "a script that says hello" 17
for pair in 'prints:not a line' 'twice:a second result' \
            'splendid:a result without an outcome'; do
    probe "$work/${pair%%:*}" --sends 100 --deadline 1000
    [ "$code" -eq 1 ] &&
        wrong | grep -qxF 'answers each message once, in time' &&
        grep -q "^# wrong: .*${pair#*:}" "$work/out"
    ok $? "a script: ${pair#*:}"
done

# --- the command
probe --help
[ "$code" -eq 0 ] && grep -q '^Usage: allo-probe' "$work/out"
ok $? "--help"
probe --version
[ "$code" -eq 0 ] && grep -q '^allo-probe [0-9]' "$work/out"
ok $? "--version"
for words in '' 'a b' '-o novalue x.so' '-o =1 x.so' '--sends 0 x.so' \
             '--sends many x.so' '--frobnicate x.so'; do
    # shellcheck disable=SC2086
    probe $words
    [ "$code" -eq 2 ]
    ok $? "not understood: '$words'"
done
echo "1..$number"
