#!/usr/bin/env bash
# The checks find what is wrong: doctored.sh UNIVERSAL PYTHON. Each case changes a copy of a good program.
# shellcheck disable=SC2317  # functions are called by name
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib.sh
. "$here/../../dist/lib.sh"
good=${1:?}/enrolkit-ea python=${2:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ENROLKIT_PROGRAMS=enrolkit-ea
wrong=0

found() {  # found WORDS COMMAND...: the command fails, with these words
  local words=$1 status=0
  shift
  "$@" >"$work/said" 2>&1 || status=$?
  if [ "$status" != 1 ] || ! grep -qF "$words" "$work/said"; then
    echo "not found: $words (status $status): $(head -n 2 "$work/said")"
    wrong=1
  fi
}
check() { "$here/../../dist/check.sh" "$work"; }
signature() { "$python" "$here/signature.py" "$work/enrolkit-ea" "${1:-io.github.enrolkit.ea}"; }
flip() {  # one bit of the byte at an offset
  "$python" - "$work/enrolkit-ea" "$1" <<'P'
import sys
path, at = sys.argv[1], int(sys.argv[2])
data = bytearray(open(path, "rb").read())
data[at] ^= 1
open(path, "wb").write(data)
P
}

found "not in" check
cp "$good" "$work/enrolkit-ea"
found "the identifier is io.github.enrolkit.ea" signature io.github.enrolkit.other
# A byte in the middle of each slice: its page's hash no longer fits.
"$python" - "$good" <<'P' >"$work/middles"
import lief, sys
lief.logging.disable()
fat = lief.MachO.parse(sys.argv[1])  # the slices live as long as it does
for b in fat:
    print(b.fat_offset + b.original_size // 2)
P
while read -r at; do
  cp "$good" "$work/enrolkit-ea"
  flip "$at"
  found "does not have the hash that is signed" signature
done <"$work/middles"
"$(llvm lipo)" "$good" -thin arm64 -output "$work/enrolkit-ea"
found "has arm64, not arm64 x86_64" check
found "not a universal file" signature
ENROLKIT_MOST=$(wc -c <"$good")
cp "$good" "$work/enrolkit-ea"
"$(llvm lipo)" "$good" -thin arm64 -output "$work/arm64"
"$(llvm lipo)" "$good" -thin x86_64 -output "$work/x86_64"
# Data at the end of a slice: over the budget, and a builder's path.
{ cat "$work/x86_64"; head -c "$ENROLKIT_MOST" /dev/zero; printf '\0/home/somebody/enrolkit/tools/core.cpp\0'; } >"$work/long"
rm -f "$work/enrolkit-ea"
"$(llvm lipo)" -create "$work/arm64" "$work/long" -output "$work/enrolkit-ea"
found "the path of a build is in it: /home/somebody" check
found "the budget is" check
found "the signature is not the end of the file" signature
exit "$wrong"
