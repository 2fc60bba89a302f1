#!/bin/sh
# make bench: run.sh BUILD. Compares on a generated log, in one run, and prints ratios. SIZE_MB (500) is the log's size,
# BIG_MB (1000) that of the log whose end an attribute reads.
set -eu
build=$1
size=${SIZE_MB:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
enrolkit=$build/tools/enrolkit
ea=$build/ea/enrolkit-ea
TZ=UTC
export TZ

"$build/tests/make_log" "$size" healthy > "$work/jamf.log"
for mac in small:1 "big:${BIG_MB:-1000}"; do
  mkdir -p "$work/${mac%:*}/private/var/log"
  "$build/tests/make_log" "${mac#*:}" healthy > "$work/${mac%:*}/private/var/log/jamf.log"
done
# The messages that enrolkit classifies, for grep and rg.
sed -n 's/^    Entry{"\(.*\)", Message::.*/\1/p' "$(dirname "$0")/../../tools/core/log/messages.cpp" > "$work/messages"
sed 's/[][().*+?^$|\\]/\\&/g' "$work/messages" | paste -s -d '|' - > "$work/alternation"
alternation=$(cat "$work/alternation")
lines=$(wc -l < "$work/messages")

median() { # seconds of the command given as one string, its output piped
  hyperfine --style none --warmup 2 --runs "${RUNS:-7}" --export-json "$work/h.json" "$1 | cat > /dev/null" > /dev/null 2>&1
  sed -n 's/.*"median": \([0-9.e-]*\),*/\1/p' "$work/h.json" | head -n 1
}
peak() { # kilobytes
  if [ -x /usr/bin/time ] && /usr/bin/time -f %M true 2>/dev/null; then
    /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1
  else
    gtime -f %M "$@" 2>&1 >/dev/null | tail -n 1
  fi
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
speed() { awk -v mb="$size" -v s="$1" 'BEGIN { printf "%.2f", mb / 1000 / s }'; }

echo "scanning and classifying a log of $size MB, $lines messages; median of ${RUNS:-7}, output piped"
ours=$(median "$enrolkit explain --json --jobs 1 $work/jamf.log || true")
limit=$(median "wc -l $work/jamf.log")
rg=$(median "rg -c -e '$alternation' $work/jamf.log")
grep=$(median "grep -c -E '$alternation' $work/jamf.log")
printf '  %-22s %8.3f s  %6s GB/s\n' "enrolkit explain" "$ours" "$(speed "$ours")"
printf '  %-22s %8.3f s  %6s GB/s  enrolkit is %s times as fast\n' "rg -c" "$rg" "$(speed "$rg")" "$(ratio "$rg" "$ours")"
printf '  %-22s %8.3f s  %6s GB/s  enrolkit is %s times as fast\n' "grep -c -E" "$grep" "$(speed "$grep")" "$(ratio "$grep" "$ours")"
printf '  %-22s %8.3f s  %6s GB/s  the limit: enrolkit takes %s times as long\n' "wc -l" "$limit" "$(speed "$limit")" "$(ratio "$ours" "$limit")"

echo "one attribute, files only"
small=$(median "$ea device-signature --root $work/small")
big=$(median "$ea device-signature --root $work/big")
start=$(median "$ea list")
printf '  %-22s %8.2f ms\n' "start-up (list)" "$(awk -v s="$start" 'BEGIN { print s * 1000 }')"
printf '  %-22s %8.2f ms\n' "log of 1 MB" "$(awk -v s="$small" 'BEGIN { print s * 1000 }')"
printf '  %-22s %8.2f ms  ratio to 1 MB: %s\n' "log of ${BIG_MB:-1000} MB" "$(awk -v s="$big" 'BEGIN { print s * 1000 }')" "$(ratio "$big" "$small")"

echo "peak memory"
printf '  %-22s %8s kB\n' "attribute, ${BIG_MB:-1000} MB log" "$(peak "$ea" device-signature --root "$work/big")"
printf '  %-22s %8s kB\n' "explain, $size MB log" "$(peak "$enrolkit" explain --json "$work/jamf.log")"

echo "in memory (Google Benchmark)"
"$build/tests/scan_bench" --benchmark_min_time=0.5 2>/dev/null | grep -E '^(scan|Bench)' | sed 's/^/  /'
