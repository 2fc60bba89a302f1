#!/usr/bin/env bash
# What goes wrong in a build ends in one clear line, the status 2 and nothing under a final name.
# shellcheck disable=SC2317  # functions are called by name
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
other=
trap '[ -z "$other" ] || kill "$other" 2>/dev/null; rm -rf "$work"' EXIT
wrong=0
mkdir -p "$work/clone" "$work/cache"
cp -R "$root/dist" "$root/CMakeLists.txt" "$root/CMakePresets.json" "$work/clone/"
rm -rf "$work/clone/dist/out"
mkdir "$work/tree" && echo nothing >"$work/tree/README" && tar -C "$work" -czf "$work/it.tar.gz" tree
true_sum=$(sha256sum "$work/it.tar.gz" | cut -d ' ' -f 1)

sources() {  # sources ADDRESS SHA256: a list of one library
  cat >"$work/clone/dist/cross/sources.json" <<J
{"libraries": [{"name": "it", "version": "1", "licence_files": ["README"],
  "archives": [{"file": "it.tar.gz", "sha256": "$2", "addresses": ["$1"]}]}]}
J
}
libraries() { ENROLKIT_ZIG=$work/zig python3 "$work/clone/dist/cross/libraries.py" x86_64 "$work/cache" 1; }
printf '#!/bin/sh\necho 0\n' >"$work/zig" && chmod +x "$work/zig"

ends() {  # ends WORDS COMMAND...
  local words=$1 status=0 lines
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  lines=$(grep -c '^enrolkit: ' "$work/err" || true)
  if [ "$status" != 2 ] || [ "$lines" != 1 ] || ! grep -qF "$words" "$work/err"; then
    echo "expected \"$words\", status 2 and one line of ours; status $status, said: $(tail -n 3 "$work/err")"
    wrong=1
  fi
  if find "$work/cache" -mindepth 2 ! -name '*.log' ! -path '*-it.tar.gz' | grep -q .; then
    echo "\"$words\": something was left: $(find "$work/cache" -mindepth 2 | head -n 1)"
    wrong=1
  fi
}

sources "file://$work/it.tar.gz" 0000000000000000000000000000000000000000000000000000000000000000
ends "SHA-256 is $true_sum, sources.json says 0000" libraries
sources "http://127.0.0.1:9/it.tar.gz" "$true_sum"
ends "it.tar.gz: not to be had: http://127.0.0.1:9/it.tar.gz" libraries
# A disk that takes no more: here, files of one block at most.
sources "file://$work/it.tar.gz" "$true_sum"
head -c 100000 /dev/urandom >"$work/tree/large" && tar -C "$work" -czf "$work/it.tar.gz" tree
sources "file://$work/it.tar.gz" "$(sha256sum "$work/it.tar.gz" | cut -d ' ' -f 1)"
full() (
  ulimit -f 8
  libraries
)
ends "File too large" full
# A compiler that does not compile: the reason stands in the line, the library is not there.
ends "it: " libraries

build() { XDG_CACHE_HOME=$work/cache "$work/clone/dist/build.sh"; }
# Every tool but one.
mkdir "$work/bin"
for tool in bash dirname mkdir uname getconf cat rm cmake ninja pkg-config tar python3 git sed cp mv; do ln -s "$(command -v "$tool")" "$work/bin/$tool"; done
without_patch() ( PATH=$work/bin build )
ends "patch is missing: .ci/deps build dist" without_patch
# Two at once: the second gives way, and the first's lock stays.
mkdir -p "$work/clone/build/dist/lock"
sleep 600 &
other=$!
echo "$other" >"$work/clone/build/dist/lock/pid"
ends "process $other is at it already" build
[ -d "$work/clone/build/dist/lock" ] || { echo "the other's lock was taken away"; wrong=1; }
exit "$wrong"
