#!/bin/sh
# No number of the contract moves: struct allo_setting and the verdict are
# frozen, the two tables may grow at their end, and so may the enums.  A new
# member gets a line in layout.c and layout.txt.
set -u
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
abi=$ALLO_SRCDIR/tests/abi
number=0

ok()
{
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        [ ! -f "$work/found" ] || sed 's/^/#   /' "$work/found"
    fi
}

if ! echo '__SIZEOF_POINTER__ __BYTE_ORDER__' | ${CC:-cc} -E -P - |
     grep -q '^8 1234'; then
    echo '1..0 # SKIP the snapshot is of a 64-bit machine'
    exit 0
fi
"$ALLO_BUILDDIR/tests/abi/layout" >"$work/now"

# what may grow is compared by its parts alone
grep -v '^size allo_\(host\|channel\) ' "$abi/layout.txt" >"$work/then"
grep -v '^size allo_\(host\|channel\) ' "$work/now" >"$work/parts"
grep -vxFf "$work/parts" "$work/then" >"$work/found"
[ ! -s "$work/found" ]
ok $? "nothing that was there has moved or gone"

grep -vxFf "$work/then" "$work/parts" >"$work/found"
[ ! -s "$work/found" ]
ok $? "what is new stands in layout.txt too"

: >"$work/found"
for table in allo_host allo_channel; do
    then=$(sed -n "s/^size $table //p" "$abi/layout.txt")
    now=$(sed -n "s/^size $table //p" "$work/now")
    [ "$now" -ge "$then" ] || echo "$table: $now, was $then" >>"$work/found"
done
[ ! -s "$work/found" ]
ok $? "the tables only grow"

# A member or a name that layout.c forgot could move unseen.
: >"$work/found"
header=$ALLO_SRCDIR/include/allo/channel.h
sed -n 's/^ *\(ALLO_[A-Z_]*\) = .*/\1/p' "$header" |
while read -r name; do
    grep -q "^number $name " "$work/now" || echo "$name" >>"$work/found"
done
python3 - "$header" >"$work/members" <<'EOF'
import re
import sys

text = re.sub(r"/\*.*?\*/", "", open(sys.argv[1]).read(), flags=re.S)
for struct, body in re.findall(r"^struct (\w+) \{(.*?)^\}", text,
                               re.S | re.M):
    for line in body.split(";"):
        pointer = re.search(r"\(\*(\w+)\)\(", line)
        names = ([pointer.group(1)] if pointer else
                 re.findall(r"(\w+)(?:\[\d+\])?\s*(?:,|$)", line.strip()))
        for name in names:
            print("%s.%s" % (struct, name))
EOF
while read -r member; do
    grep -q "^at $member " "$work/now" || echo "$member" >>"$work/found"
done <"$work/members"
[ "$(wc -l <"$work/members")" -ge 30 ] && [ ! -s "$work/found" ]
ok $? "layout.c knows every member and every name"
echo "1..$number"
