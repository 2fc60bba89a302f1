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
  if find "$work/cache" ! -type d ! -name '*.log' ! -path '*-it.tar.gz' | grep -q .; then
    echo "\"$words\": something was left: $(find "$work/cache" ! -type d | head -n 1)"
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
for tool in bash dirname mkdir uname getconf cat rm cmake ninja pkg-config make perl tar python3 git sed cp mv; do ln -s "$(command -v "$tool")" "$work/bin/$tool"; done
without_patch() ( PATH=$work/bin build )
ends "patch is missing: .ci/deps build dist" without_patch
# Zig: no network; and other bytes than those that are pinned (a wheel of that name, from a folder).
no_network() ( export PIP_INDEX_URL=http://127.0.0.1:9/simple PIP_RETRIES=0; build )
ends "compiler: Zig cannot be fetched from PyPI: Could not find a version" no_network
mkdir "$work/wheels"
for system in manylinux_2_12_x86_64.manylinux2010_x86_64 manylinux_2_17_aarch64 macosx_12_0_arm64 macosx_12_0_x86_64; do
  echo "no wheel" >"$work/wheels/ziglang-$(sed -n 's/^ziglang==\([0-9.]*\).*/\1/p' "$root/dist/cross/zig.txt")-py3-none-$system.whl"
done
other_bytes() ( export PIP_NO_INDEX=1 PIP_FIND_LINKS=$work/wheels; build )
ends "THESE PACKAGES DO NOT MATCH THE HASHES" other_bytes
# Interrupted while a library is being built: by a terminal, or by a system that goes down.
venv=$work/clone/build/dist/venv-$(cksum <"$root/dist/cross/zig.txt" | tr ' ' -)/done
mkdir -p "$venv"
cat >"$venv/zig" <<Z
#!/bin/sh
[ "\$1" != version ] || exec echo 0
: >"$work/started"
exec sleep 600
Z
chmod +x "$venv/zig"
echo 'project(it C)' >"$work/tree/CMakeLists.txt" && tar -C "$work" -czf "$work/it.tar.gz" tree
sources "file://$work/it.tar.gz" "$(sha256sum "$work/it.tar.gz" | cut -d ' ' -f 1)"
python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' env "XDG_CACHE_HOME=$work/cache" \
  "$work/clone/dist/build.sh" >"$work/out" 2>"$work/err" </dev/null &
other=$!
tries=0
until [ -e "$work/started" ] || [ "$tries" = 300 ]; do sleep 0.1 && tries=$((tries + 1)); done
kill -TERM -- "-$other"
status=0
wait "$other" || status=$?
other=
if [ "$status" != 130 ] || [ "$(grep -c '^enrolkit: ' "$work/err")" != 1 ] || ! grep -q 'interrupted; nothing is half-written' "$work/err"; then
  echo "interrupted: status $status, said: $(tail -n 3 "$work/err")"
  wrong=1
fi
left=$(find "$work/cache" "$work/clone/build/dist" -name 'it-1-*' ! -name '*.log' -o -name '.part-*' -o -name lock -o -name '*.part' -size +0)
[ -z "$left" ] || { echo "interrupted: something was left: $left"; wrong=1; }
# Two at once: the second gives way, and the first's lock stays.
mkdir -p "$work/clone/build/dist/lock"
sleep 600 &
other=$!
echo "$other" >"$work/clone/build/dist/lock/pid"
ends "process $other is building in this folder already" build
[ -d "$work/clone/build/dist/lock" ] || { echo "the other's lock was taken away"; wrong=1; }
exit "$wrong"
