#!/bin/sh
# Runs every *_fuzz of a build folder for some seconds, each on a copy of its corpus; stops at the first crash.
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

ran=0
for program in "$build"/*_fuzz; do
  [ -x "$program" ] || continue
  name=$(basename "$program" _fuzz)
  mkdir "$work/$name" || exit 2
  if [ -d "$corpus/$name" ]; then
    cp "$corpus/$name"/* "$work/$name/" || exit 2
  fi
  if ! "$program" -max_total_time="$seconds" -max_len=200000 -timeout=10 -rss_limit_mb=1024 \
    -artifact_prefix="$build/$name-" "$work/$name" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "run.sh: ${name}_fuzz crashed; its input is the newest $build/$name-*" >&2
    exit 1
  fi
  echo "$name: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$work/log"), no crash"
  ran=$((ran + 1))
done
if [ "$ran" -eq 0 ]; then
  echo "run.sh: no *_fuzz in $build" >&2
  exit 2
fi
