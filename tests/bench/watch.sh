#!/bin/sh
# make bench: watch.sh BUILD [MACS]. `enrolkit server watch` with 100,000 Macs of a simulated Jamf Pro within their grace: memory,
# and what it takes of a processor at rest. BUILD has the tests (build/dev).
set -eu
build=$1
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
macs=${2:-100000}
rest=${REST:-60} # seconds
[ -x "$build/tools/enrolkit" ] || { echo "watch.sh: $build/tools/enrolkit is not built" >&2; exit 2; }
# shellcheck source=tests/simulator.sh
. "$(dirname "$0")/../simulator.sh"
work=$(mktemp -d)
simulator='' watch=''
trap 'exec 3>&-; [ -z "$watch" ] || kill "$watch" 2>/dev/null || true; [ -z "$simulator" ] || wait "$simulator" || true; rm -rf "$work"' EXIT INT TERM
simulator "$build" "$work" "$work/asked" "$macs"
export ENROLKIT_WEBHOOK_SECRET=sesame-of-the-bench
"$build/tools/enrolkit" server watch --since 99d --grace 999d --journal "$work/journal.sqlite" --listen 127.0.0.1:0 >"$work/log" 2>"$work/err" &
watch=$!
seconds=0
until [ "$(grep -c '"event":"enrolled"' "$work/log" || true)" = "$macs" ]; do
  kill -0 "$watch" || { cat "$work/err" >&2; exit 1; }
  seconds=$((seconds + 1))
  [ "$seconds" -le 600 ] || { echo "watch.sh: not all Macs were seen" >&2; exit 1; }
  sleep 1
done
ticks() { awk '{ print $14 + $15 }' "/proc/$watch/stat" 2>/dev/null || echo 0; }
sleep 5
before=$(ticks)
sleep "$rest"
after=$(ticks)
kb=$(ps -o rss= -p "$watch" | tr -d ' ')
kill "$watch"
wait "$watch"
watch=
echo "enrolkit server watch, $macs Macs within their grace: seen after $seconds s, $((kb / 1024)) MB at rest, $(((after - before) * 10000 / rest / $(getconf CLK_TCK))) hundredths of a CPU-percent"
[ "$kb" -le $((100 * 1024)) ] || { echo "watch.sh: more than 100 MB" >&2; exit 1; }
[ $(((after - before) * 100)) -le $((rest * $(getconf CLK_TCK))) ] || { echo "watch.sh: more than one CPU-percent" >&2; exit 1; }
