#!/bin/sh
# make bench: server.sh BUILD [MACS]. `enrolkit server stuck` over 100,000 Macs of a simulated Jamf Pro: time, peak memory of
# the client, and the requests it took. BUILD has the tests (build/dev).
set -eu
build=$1
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
macs=${2:-100000}
for program in "$build/tests/jamfpro/jamf_sim" "$build/tools/enrolkit"; do # without a reader, the pipe below waits for ever
  [ -x "$program" ] || { echo "server.sh: $program is not built" >&2; exit 2; }
done
work=$(mktemp -d)
mkfifo "$work/open"
"$build/tests/jamfpro/jamf_sim" "$work" "$macs" <"$work/open" 2>"$work/requests" &
simulator=$!
exec 3>"$work/open" # the simulator ends when this does
trap 'exec 3>&-; wait "$simulator" || true; rm -rf "$work"' EXIT INT TERM
until [ -f "$work/env" ]; do
  kill -0 "$simulator" || { cat "$work/requests" >&2; exit 1; }
  sleep 0.1
done
# shellcheck disable=SC1091
. "$work/env"
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
