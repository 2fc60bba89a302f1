#!/usr/bin/env bash
# make dist: what reaches a Mac, from a clean clone. Universal programs (build/dist/universal), then what the steps of
# dist/pkg and dist/jamf make of them (dist/out). On Linux by Zig, on a Mac by Apple's clang; the same libraries.
# ENROLKIT_ARCHS=x86_64 (or arm64): that slice alone, into build/dist/x86_64, and no package.
# ENROLKIT_JOBS: how many at a time. XDG_CACHE_HOME: where libraries and Zig's own library are kept between clones.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=dist/lib.sh
. dist/lib.sh

build=build/dist
export ENROLKIT_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/enrolkit
jobs=${ENROLKIT_JOBS:-$(getconf _NPROCESSORS_ONLN)}
system=$(uname)
mkdir -p "$build/log" "$ENROLKIT_PLACE" "$ENROLKIT_CACHE" || die "cannot write below build and $ENROLKIT_CACHE"

# One at a time: the folder is the lock, and its owner's number tells a lock that was left behind.
lock=$build/lock
if ! mkdir "$lock" 2>/dev/null; then
  owner=$(cat "$lock/pid" 2>/dev/null || echo 0)
  ! kill -0 "$owner" 2>/dev/null || die "process $owner is at it already in this folder"
  rm -rf "$lock"
  mkdir "$lock" 2>/dev/null || die "another build began just now in this folder"
fi
echo $$ >"$lock/pid"
trap 'rm -rf "$lock"' EXIT
trap 'say "enrolkit: dist: interrupted; nothing is half-written, run it again"; exit 130' INT TERM HUP

# Runs a step into its log; on trouble one line with the step's own reason.
step() {
  local name=$1 log=$build/log/$1.log why status
  shift
  say "dist: $name"
  set +e  # in a condition, set -e would not count inside the step
  (set -e; "$@") >"$log" 2>&1
  status=$?
  set -e
  [ "$status" != 0 ] || return 0
  why=$(grep -m1 'enrolkit: ' "$log" || grep -m1 -E 'error:|No space left' "$log" || tail -n 1 "$log")
  die "$name: ${why#enrolkit: } (all of it: $log)"
}

compiler() {  # the pinned Zig, in a virtual environment of the build tree; build/dist/zig leads to it
  local want venv
  want=$(cksum <dist/cross/zig.txt | tr ' ' -)
  venv=$build/venv-$want
  [ -x "$venv/done/zig" ] || {
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --disable-pip-version-check --require-hashes --only-binary :all: -r dist/cross/zig.txt >"$venv/log" 2>&1 || {
      cat "$venv/log"
      echo "enrolkit: Zig is not to be had from PyPI: $(grep -m1 '^ERROR: ' "$venv/log" | cut -c 8-)"
      return 2
    }
    local package
    package=$("$venv/bin/python" -c 'import os, ziglang; print(os.path.dirname(ziglang.__file__))')
    ln -s "$package" "$venv/done"
  }
  ln -sfn "venv-$want/done" "$build/zig"
}

libraries() {  # the prefixes of one architecture, for CMake
  python3 dist/cross/libraries.py "$1" "$ENROLKIT_CACHE" "$jobs" >"$build/prefixes-$1.part"
  mv "$build/prefixes-$1.part" "$build/prefixes-$1"
}

programs() {  # one architecture of ours; a change of libraries or compiler starts over
  local arch=$1 out=build/macos-$1 prefixes stamp
  prefixes=$(cat "$build/prefixes-$arch")
  stamp="$prefixes $(cat dist/cross/zig.txt dist/cross/toolchain.cmake CMakePresets.json | cksum)"
  if [ "$(cat "$out/enrolkit-stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$out"
    cmake --preset "macos-$arch" "-DCMAKE_PREFIX_PATH=$prefixes"
    echo "$stamp" >"$out/enrolkit-stamp"
  fi
  # shellcheck disable=SC2086
  cmake --build "$out" --parallel "$jobs" --target $ENROLKIT_PROGRAMS
}

join() {  # strip and sign each slice, then join them: a signature is of a slice
  local program=$1 arch slices=()
  for arch in $ENROLKIT_ARCHS; do
    local slice=$build/slices/$program-$arch
    mkdir -p "$build/slices"
    if [ "$system" = Darwin ]; then
      strip -x -o "$slice" "build/macos-$arch/bin/$program"
      codesign --force --sign - --options runtime --identifier "$(identifier "$program")" "$slice"
    else
      python3 dist/cross/strip.py "build/macos-$arch/bin/$program" "$slice"
      python3 dist/cross/adhoc.py "$slice" "$(identifier "$program")"
    fi
    slices+=("$slice")
  done
  "$lipo" -create "${slices[@]}" -output "$ENROLKIT_PLACE/.$program.part"
  chmod 755 "$ENROLKIT_PLACE/.$program.part"
  mv "$ENROLKIT_PLACE/.$program.part" "$ENROLKIT_PLACE/$program"
}

for tool in python3 cmake ninja pkg-config make patch perl tar; do
  command -v "$tool" >/dev/null 2>&1 || die "$tool is missing: .ci/deps build dist"
done
lipo=$(llvm lipo)
# No time of building anywhere: that of the commit, for whatever wants one.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}
export SOURCE_DATE_EPOCH
if [ "$system" != Darwin ]; then
  step compiler compiler
  export ENROLKIT_ZIG=$PWD/$build/zig/zig ZIG_GLOBAL_CACHE_DIR=$ENROLKIT_CACHE/zig ZIG_LOCAL_CACHE_DIR=$ENROLKIT_CACHE/zig
fi
for arch in $ENROLKIT_ARCHS; do
  step "libraries-$arch" libraries "$arch"
  step "programs-$arch" programs "$arch"
done
for program in $ENROLKIT_PROGRAMS; do step "join-$program" join "$program"; done
[ -z "${ENROLKIT_SIGN:-}" ] || step sign dist/sign.sh programs "$ENROLKIT_PLACE"
step check dist/check.sh "$ENROLKIT_PLACE"
if [ "$ENROLKIT_PLACE" = "$build/universal" ]; then
  step package dist/package.sh "$ENROLKIT_PLACE" dist/out
  say "dist: done: dist/out"
else
  say "dist: done: $ENROLKIT_PLACE"
fi
