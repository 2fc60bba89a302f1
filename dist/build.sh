#!/usr/bin/env bash
# make dist: what reaches a Mac, from a clean clone. Universal programs (build/dist/universal), then what the steps of
# dist/pkg and dist/jamf make of them (dist/out). On Linux by Zig, on a Mac by Apple's clang; the same libraries.
# ENROLKIT_ARCHS=x86_64 (or arm64): that slice alone, into build/dist/x86_64, and no package.
# ENROLKIT_JOBS: how many at a time. XDG_CACHE_HOME: where libraries and Zig's own library are kept between clones.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=dist/lib.sh
. dist/lib.sh

# shellcheck source=dist/steps.sh
. dist/steps.sh
mkdir -p "$ENROLKIT_PLACE" || die "cannot write $ENROLKIT_PLACE"
lipo=$(llvm lipo)

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

for arch in $ENROLKIT_ARCHS; do
  step "libraries-$arch" libraries "$arch"
  # shellcheck disable=SC2086
  step "programs-$arch" programs "macos-$arch" "$arch" $ENROLKIT_PROGRAMS
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
