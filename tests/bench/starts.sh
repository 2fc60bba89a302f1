#!/usr/bin/env bash
# make bench: starts.sh BUILD. How long each program takes to start, against /bin/true and an empty C++ program; a folder of FILES
# (20,000) logs; and the Mac's x86_64 slice against this system's program, where make dist made it and macho-run is here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: starts.sh BUILD}" && pwd)
files=${FILES:-20000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export TZ=UTC

median() { # seconds of a command, without a shell in between
  hyperfine --style none --shell none --ignore-failure --warmup 3 --runs "${RUNS:-30}" --export-json "$work/h.json" "$1" >/dev/null 2>&1
  sed -n 's/.*"median": \([0-9.e-]*\),*/\1/p' "$work/h.json" | head -n 1
}
row() { awk -v n="$1" -v s="$2" -v base="$3" 'BEGIN { printf "  %-34s %8.2f ms  %.1f times /bin/true\n", n, s * 1000, s / base }'; }

echo "start; median of ${RUNS:-30}"
echo 'int main() {}' >"$work/empty.cpp"
c++ -std=c++20 -O2 -o "$work/empty" "$work/empty.cpp"
base=$(median /bin/true)
row /bin/true "$base" "$base"
row "an empty C++ program" "$(median "$work/empty")" "$base"
row "enrolkit --version" "$(median "$build/tools/enrolkit --version")" "$base"
row "enrolkit-ea list" "$(median "$build/ea/enrolkit-ea list")" "$base"

"$build/tests/make_log" 1 healthy >"$work/whole.log"
head -n 400 "$work/whole.log" >"$work/one.log"
for ((i = 0; i < files; i += 1000)); do mkdir -p "$work/macs/$((i / 1000))"; done
# Each of a computer of its own: copies are counted once.
awk -v files="$files" -v place="$work/macs" '{ line[NR] = $0 } END {
  for (i = 0; i < files; i++) {
    file = sprintf("%s/%d/mac-%d.log", place, i / 1000, i)
    for (n = 1; n <= NR; n++) { text = line[n]; sub(/ [^ ]+ jamf\[/, " mac-" i " jamf[", text); print text > file }
    close(file)
  }
}' "$work/one.log"
bytes=$(wc -c <"$work/one.log")
began=$(date +%s%N)
"$build/tools/enrolkit" explain --format jsonl "$work/macs" >"$work/out" || true
took=$((($(date +%s%N) - began) / 1000000))
[ "$(wc -l <"$work/out")" = "$files" ] || { echo "explain told of $(wc -l <"$work/out") Macs, not $files" >&2; exit 1; }
awk -v n="$files" -v ms="$took" -v b="$bytes" 'BEGIN { printf "explain of %d logs of %d kB: %.1f s, %d a second\n", n, b / 1000, ms / 1000, n * 1000 / ms }'

# shellcheck source=tests/dist/macho.sh
. "$here/../dist/macho.sh"
slice=build/dist/x86_64/enrolkit
[ -f "$slice" ] || slice=build/dist/universal/enrolkit
if [ ! -f "$slice" ]; then
  echo "SKIPPED: the Mac's slice: make dist makes it"
elif macho_is_here x86_64 build/dist/run; then
  "$build/tests/make_log" "${SIZE_MB:-500}" healthy >"$work/big.log"
  echo "the Mac's x86_64 slice, built for size, and this system's program: a log of ${SIZE_MB:-500} MB"
  RUNS=${RUNS:-7}
  linux=$(median "$build/tools/enrolkit explain --json --jobs 1 $work/big.log")
  mac=$(median "$macho -- $slice explain --json --jobs 1 $work/big.log")
  awk -v l="$linux" -v m="$mac" 'BEGIN { printf "  %.3f s on Linux, %.3f s the slice: %.2f times as long\n", l, m, m / l }'
fi
