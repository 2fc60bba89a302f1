#!/bin/sh
# make bench: server.sh BUILD [MACS]. `enrolkit server stuck` over 100,000 Macs of a simulated Jamf Pro: time, peak memory of
# the client, and the requests it took. BUILD has the tests (build/dev).
set -eu
build=$1
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
macs=${2:-100000}
[ -x "$build/tools/enrolkit" ] || { echo "server.sh: $build/tools/enrolkit is not built" >&2; exit 2; }
# shellcheck source=tests/simulator.sh
. "$(dirname "$0")/../simulator.sh"
work=$(mktemp -d)
simulator=
trap 'exec 3>&-; [ -z "$simulator" ] || wait "$simulator" || true; rm -rf "$work"' EXIT INT TERM
simulator "$build" "$work" "$work/requests" "$macs"
time=$(command -v gtime || echo /usr/bin/time)
status=0
"$time" -f '%e %M' -o "$work/time" "$build/tools/enrolkit" server stuck --quick --format jsonl >"$work/out" 2>"$work/err" || status=$?
[ "$status" -le 1 ] || { cat "$work/err" >&2; exit 1; }
exec 3>&-
wait "$simulator"
read -r seconds kb <<END
$(tail -n 1 "$work/time")
END
echo "enrolkit server stuck --quick, $macs Macs, $(wc -l <"$work/out") of them stuck: $seconds s, peak memory $((kb / 1024)) MB"
sed 's/^/  /' "$work/requests"
[ "$kb" -le $((100 * 1024)) ] || { echo "server.sh: more than 100 MB" >&2; exit 1; }
