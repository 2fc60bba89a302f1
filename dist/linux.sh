#!/usr/bin/env bash
# The administrator's program for Linux, static, by Zig and musl: build/dist/linux-x86_64/enrolkit and linux-arm64, checked.
# ENROLKIT_ARCHS=x86_64 (or arm64): that one alone. ENROLKIT_JOBS and XDG_CACHE_HOME: as for build.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=dist/lib.sh
. dist/lib.sh
[ "$(uname)" = Linux ] || die "the program for Linux is built on Linux: the pinned Zig is Linux's"
readelf=$(llvm readelf) strings=$(llvm strings)
# shellcheck source=dist/steps.sh
. dist/steps.sh

most=12000000
place() {  # ARCH: what must be true of the program, as far as its bytes tell; then it goes to its place
  local arch=$1 built=build/linux-$1/bin/enrolkit machine bytes
  case $arch in x86_64) machine=X86-64 ;; arm64) machine=AArch64 ;; esac
  "$readelf" -h -l -d "$built" >"$build/elf-$arch"
  grep -q "Machine: .*$machine" "$build/elf-$arch" || { echo "enrolkit: linux $arch: is for another machine"; return 1; }
  ! grep -qE 'INTERP|NEEDED' "$build/elf-$arch" || { echo "enrolkit: linux $arch: is not static"; return 1; }
  bytes=$(wc -c <"$built")
  [ "$bytes" -le "$most" ] || { echo "enrolkit: linux $arch: $bytes bytes, the budget is $most"; return 1; }
  ! "$strings" -a -n 6 "$built" | grep -E -m1 "^(/home/|/root/|/build/)|/\.cache/|site-packages|$PWD/" >"$build/path-$arch" ||
    { echo "enrolkit: linux $arch: the path of a build is in it: $(head -n 1 "$build/path-$arch")"; return 1; }
  mkdir -p "$build/linux-$arch"
  install -m 755 "$built" "$build/linux-$arch/.enrolkit.part"
  mv "$build/linux-$arch/.enrolkit.part" "$build/linux-$arch/enrolkit"
  echo "enrolkit $arch: $bytes bytes, static"
}

for arch in $ENROLKIT_ARCHS; do
  step "libraries-linux-$arch" libraries "linux-$arch"
  step "programs-linux-$arch" programs "linux-$arch" "linux-$arch" enrolkit
  step "place-linux-$arch" place "$arch"
done
say "dist: done: $build/linux-*"
