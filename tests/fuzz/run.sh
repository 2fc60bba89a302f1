#!/bin/sh
# Runs every *_fuzz of a build folder for some seconds, each on a copy of its corpus; stops at the first crash.
# FUZZ_NEW=N: those alone that were not run as they are now (the cache keeps the sums of their bytes), in any order, and for
# N seconds in all; what the time did not reach is named, and is the next run's.
# Status: 0 nothing was found; 1 a crash, a hang, or a finding of a sanitizer; 3 a promise was broken; 2 it could not run.
set -u

if [ $# -ne 2 ] || [ ! -d "$1" ]; then
  echo "usage: run.sh DIR SECONDS" >&2
  exit 2
fi
case $2 in
  '' | *[!0-9]* | 0*) echo "run.sh: SECONDS must be a whole number above 0" >&2; exit 2 ;;
esac

build=$(cd "$1" && pwd) || exit 2
seconds=$2
corpus=$(cd "$(dirname "$0")/corpus" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

done_before=${XDG_CACHE_HOME:-$HOME/.cache}/enrolkit/fuzzed
left=${FUZZ_NEW:-}
sum() { sha256sum "$1" | cut -c 1-64; }
programs=$(find "$build" -maxdepth 1 -name '*_fuzz' -type f | sort)
[ -z "$left" ] || { mkdir -p "$done_before" && programs=$(printf '%s\n' "$programs" | shuf); }

ran=0 known=0 waiting=
for program in $programs; do
  [ -x "$program" ] || continue
  name=$(basename "$program" _fuzz)
  if [ -n "$left" ]; then
    if [ "$(cat "$done_before/$name" 2>/dev/null)" = "$(sum "$program")" ]; then
      known=$((known + 1))
      continue
    fi
    if [ "$left" -lt "$seconds" ]; then
      waiting="$waiting $name"
      continue
    fi
    left=$((left - seconds))
  fi
  mkdir "$work/$name" || exit 2
  if [ -d "$corpus/$name" ]; then
    cp "$corpus/$name"/* "$work/$name/" || exit 2
  fi
  if ! "$program" -max_total_time="$seconds" -max_len=200000 -timeout=10 -rss_limit_mb=1024 \
    -artifact_prefix="$build/$name-" "$work/$name" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    how=crashed status=1
    if ! grep -Eq 'ERROR: AddressSanitizer|runtime error: |libFuzzer: (timeout|out-of-memory)' "$work/log" &&
      grep -q 'libFuzzer: deadly signal' "$work/log"; then
      how='broke a promise' status=3
    fi
    echo "run.sh: ${name}_fuzz $how; its input is the newest $build/$name-*" >&2
    exit "$status"
  fi
  echo "$name: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$work/log"), no crash"
  [ -z "$left" ] || sum "$program" >"$done_before/$name"
  ran=$((ran + 1))
done
[ -z "$left" ] || echo "$ran ran; $known ran before as they are; for the next time:${waiting:- none}"
if [ -z "$programs" ]; then
  echo "run.sh: no *_fuzz in $build" >&2
  exit 2
fi
