#!/bin/sh
# Each header compiles alone; the installed one also as C++ and as strict C11,
# with nothing but a compiler.
set -u
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0
CC=${CC:-cc}
cd "$ALLO_SRCDIR" || exit 99

ok()
{
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/#   /' "$work/err"
    fi
}

strict='-Wall -Wextra -Wpedantic -Werror -Iinclude'
printf '#include <allo/channel.h>\n' >"$work/alone.c"
printf '#include <allo/channel.h>\nint main() { return 0; }\n' \
    >"$work/alone.cc"
for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    # shellcheck disable=SC2086
    $compiler -std=c11 $strict -fsyntax-only "$work/alone.c" 2>"$work/err"
    ok $? "channel.h alone as C11, with $compiler"
done
for compiler in g++ clang++; do
    command -v $compiler >/dev/null || continue
    for standard in c++11 c++17; do
        # shellcheck disable=SC2086
        $compiler -std=$standard $strict -fsyntax-only "$work/alone.cc" \
            2>"$work/err"
        ok $? "channel.h alone as $standard, with $compiler"
    done
done

# All others as our own files see them, in a run of the compiler for many.
: >"$work/err"
flags=$(pkg-config --cflags libcurl libesmtp-1.0 2>/dev/null)
count=0
for header in $(find src plugins include -name '*.h' | sort); do
    count=$((count + 1))
    printf '#include "%s"\n' "$ALLO_SRCDIR/$header" >"$work/alone.c"
    # libesmtp.h uses size_t without saying where it comes from
    case $header in
    plugins/smtp/*) more='-include stddef.h' ;;
    *) more= ;;
    esac
    # shellcheck disable=SC2086
    $CC -std=gnu11 -D_GNU_SOURCE -Wall -Werror -include \
        "$ALLO_BUILDDIR/config.h" $more -Iinclude -Isrc -Iplugins $flags \
        -fsyntax-only "$work/alone.c" >"$work/one" 2>&1 ||
        { echo "$header:"; head -n 3 "$work/one"; } >>"$work/err"
done
[ "$count" -gt 100 ] && [ ! -s "$work/err" ]
ok $? "each of $count headers compiles alone"
echo "1..$number"
