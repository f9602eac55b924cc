#!/bin/sh
# Measures the whole program against a farm of feeds on this machine: CPU seconds (user + system)
# and peak memory of the process, as the operating system accounts them. Loopback has no latency,
# so wall time says little; run it three times and quote the medians.
#
#   FARM=/path/to/farm benches/farm.sh [PROGRAM]
#
# FARM holds urls.1000 (and urls.10000), one address a line, of feeds that a web server answers on
# loopback addresses (FARM_NET, 127.0.0.0/8 unless set), with validators and 304. PROGRAM is
# target/release/wirewatch unless given. Needs time(1), the program and not the shell's word.
# STEADY=180 also polls the largest list at 15-minute intervals for so many seconds.
set -eu

farm=${FARM:?"set FARM to the folder with urls.1000"}
program=${1:-target/release/wirewatch}
net=${FARM_NET:-127.0.0.0/8}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A configuration of its own with the feeds of a list and nothing else.
configure() {
    mkdir -p "$work/$1"
    printf '[fetch]\nallow_private = ["%s"]\n' "$net" >"$work/$1/config.toml"
    {
        printf 'defaults = false\n'
        [ ! -f "$farm/urls.$1" ] || while read -r url; do
            printf '[[feed]]\nurl = "%s"\ninterval = "15m"\n' "$url"
        done <"$farm/urls.$1"
    } >"$work/$1/feeds.toml"
}

# wirewatch LIST ARGUMENTS...: the program on the configuration and store of a list.
wirewatch() {
    list=$1
    shift
    # shellcheck disable=SC2086
    /usr/bin/time -f '%U user + %S system CPU s, peak %M KiB, %e s' ${limit:-} \
        "$program" --config "$work/$list" --store "$work/$list.db" "$@" 2>&1 >/dev/null | tail -n 1
}

say() {
    printf '%-28s %s\n' "$1" "$2"
}

for list in 0 1000 10000; do
    [ "$list" = 0 ] || [ -f "$farm/urls.$list" ] || continue
    configure "$list"
    say "$list feeds, all new" "$(wirewatch "$list" run --once)"
    say "$list feeds, all 304" "$(wirewatch "$list" run --once)"
done
for command in 'watch list' 'alert list' 'feed list' 'search rocket'; do
    # shellcheck disable=SC2086
    say "$command" "$(wirewatch 1000 $command)"
done

if [ -n "${STEADY:-}" ]; then
    [ -f "$farm/urls.10000" ] && list=10000 || list=1000
    limit="timeout -s INT $STEADY"
    say "$list feeds, $STEADY s" "$(wirewatch "$list" run)"
fi
