# Sourced by build.sh and linux.sh after lib.sh: one build at a time in this folder, steps with a log each, the pinned
# compiler, libraries and programs of one architecture.
# shellcheck shell=bash

build=build/dist
export ENROLKIT_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/enrolkit
jobs=${ENROLKIT_JOBS:-$(getconf _NPROCESSORS_ONLN)}
system=$(uname)
mkdir -p "$build/log" "$ENROLKIT_CACHE" || die "cannot write below build and $ENROLKIT_CACHE"

# One at a time: the folder is the lock, and its owner's number tells a lock that was left behind.
lock=$build/lock
if ! mkdir "$lock" 2>/dev/null; then
  owner=$(cat "$lock/pid" 2>/dev/null || echo 0)
  ! kill -0 "$owner" 2>/dev/null || die "process $owner is building in this folder already"
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
      echo "enrolkit: Zig cannot be fetched from PyPI: $(grep -m1 '^ERROR: ' "$venv/log" | cut -c 8-)"
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

programs() {  # PRESET ARCH TARGET...: ours; a change of libraries or compiler starts over
  local preset=$1 out=build/$1 prefixes stamp
  prefixes=$(cat "$build/prefixes-$2")
  shift 2
  stamp="$prefixes $(cat dist/cross/zig.txt dist/cross/toolchain.cmake dist/cross/linux.cmake CMakePresets.json | cksum)"
  if [ "$(cat "$out/enrolkit-stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$out"
    cmake --preset "$preset" "-DCMAKE_PREFIX_PATH=$prefixes"
    echo "$stamp" >"$out/enrolkit-stamp"
  fi
  cmake --build "$out" --parallel "$jobs" --target "$@"
}

for tool in python3 cmake ninja pkg-config make patch perl tar; do
  command -v "$tool" >/dev/null 2>&1 || die "$tool is missing: .ci/deps build dist"
done
# No time of building anywhere: that of the commit, for whatever wants one.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}
export SOURCE_DATE_EPOCH
if [ "$system" != Darwin ]; then
  step compiler compiler
  export ENROLKIT_ZIG=$PWD/$build/zig/zig ZIG_GLOBAL_CACHE_DIR=$ENROLKIT_CACHE/zig ZIG_LOCAL_CACHE_DIR=$ENROLKIT_CACHE/zig
fi
