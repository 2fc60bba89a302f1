#!/bin/sh
# `enrolkit server watch` before a simulated Jamf Pro: 40 Macs enrol, one in ten breaks, and is found and repaired. In under a
# minute. demo-watch.sh BUILD: the folder of a build with tests. METRICS: a file that gets /metrics at the end.
set -eu
build=$1
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
program=${ENROLKIT_UNDER_TEST:-$build/tools/enrolkit} # or a script that runs a Mac's slice of it
# shellcheck source=tests/simulator.sh
. "$(dirname "$0")/simulator.sh"
work=$(mktemp -d)
ENROLKIT_WEBHOOK_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
export ENROLKIT_WEBHOOK_SECRET
simulator='' watch=''
trap 'exec 3>&-; [ -z "$watch" ] || kill "$watch" 2>/dev/null || true; [ -z "$simulator" ] || wait "$simulator" || true; rm -rf "$work"' EXIT INT TERM
simulator "$build" "$work" "$work/asked" 40 enrol
set -- server watch --repair --yes --grace 6s --poll 2s --settle 0 --repair-poll 1s --per-minute 600 \
  --journal "$work/journal.sqlite" --listen 127.0.0.1:0
printf '$ enrolkit %s\n' "$*"
: >"$work/log"
"$program" "$@" >"$work/log" 2>"$work/err" &
watch=$!

said() { grep -c "\"event\":\"$1\"" "$work/log" || true; }
tail_of() { # what is new in the log, short
  lines=$(wc -l <"$work/log")
  sed -n "$((shown + 1)),${lines}p" "$work/log" | grep -E '"event":"(started|stuck|sent|repaired|storm|held|failed|trouble|stopped)"' |
    sed 's/.*"time":"\([^"]*\)","event":"\([^"]*\)"/\1 \2/; s/,"id":"[0-9]*","serial":"\([^"]*\)"/  \1/; s/,"[a-z]*":"\([^"]*\)"/  \1/g; s/}$//' || true
  shown=$lines
}
shown=0
until [ "$(said listening)" = 1 ]; do kill -0 "$watch" || { cat "$work/err" >&2; exit 1; }; sleep 0.1; done
sed -n 's/.*"event":"listening".*port \([0-9]*\).*/\1/p' "$work/log" >"$work/port.new"
port=$(cat "$work/port.new")
mv "$work/port.new" "$work/port"
waited=0
while [ "$(said repaired)" -lt 4 ] || [ "$(said came)" -lt 36 ]; do
  tail_of
  waited=$((waited + 1))
  [ "$waited" -le 60 ] || { echo "demo-watch: not all were repaired within a minute" >&2; tail -5 "$work/log" "$work/err" >&2; exit 1; }
  sleep 1
done
tail_of
[ -z "${METRICS:-}" ] || python3 -c 'import sys, urllib.request
sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())' "http://127.0.0.1:$port/metrics" >"$METRICS"
kill "$watch"
wait "$watch" # 0: it ended as it was told
watch=
tail_of
echo "$(said enrolled) Macs enrolled, $(said stuck) were stuck, $(said repaired) were repaired, in $waited s"
[ "$(said sent)" = 4 ] || { echo "demo-watch: one command a Mac was expected" >&2; exit 1; }
