#!/bin/sh
# Today's host runs a plugin that was built with the header of version 1.0,
# and our own plugins export what the contract says and nothing else.
set -u
. "$ALLO_SRCDIR/tests/probe/tap.sh"

old=$ALLO_BUILDDIR/tests/abi/.libs/v1_0.so
probe "$old" -o colour=red --text 'please write back'
fine "a plugin of version 1.0" 20
grep -q '^# v1_0 1.0, traits 0x1ff' "$work/out"
ok $? "... with all its traits"
probe "$old" -o colour=red --sends 50 --text 'not now'
fine "... and its wait" 20
probe "$old" -o colour=blue --sends 50
[ "$code" -eq 1 ] && grep -q "^# wrong: .*'colour' must be one of" "$work/out"
ok $? "... and its settings are checked"

# The frozen header is what it was: nobody builds with another by mistake.
sum=$(cksum <"$ALLO_SRCDIR/tests/abi/channel_v1_0.h")
[ "$sum" = '4119128514 7198' ]
ok $? "the frozen header is as it was ($sum)"

: >"$work/out"
plugins=0
for plugin in "$ALLO_BUILDDIR"/plugins/*/.libs/*.so; do
    plugins=$((plugins + 1))
    exported=$(nm -D --defined-only "$plugin" | awk '{ print $3 }' |
               grep -v '^__asan_\|^__odr_asan\|^__ubsan_' | tr '\n' ' ')
    [ "$exported" = 'allo_channel_v1 ' ] ||
        echo "$plugin exports $exported" >>"$work/out"
done
[ "$plugins" -ge 2 ] && [ ! -s "$work/out" ]
ok $? "each of our $plugins plugins exports allo_channel_v1 alone"
echo "1..$number"
