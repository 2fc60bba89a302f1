#!/usr/bin/env bash
# What must be true of every program before it leaves, as far as its bytes tell: check.sh FOLDER
# Exit status 0: prints a line a slice. 1: prints what is wrong. Needs LLVM's tools; runs nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib.sh
. "$here/lib.sh"
folder=${1:?usage: check.sh FOLDER}
objdump=$(llvm objdump) lipo=$(llvm lipo) nm=$(llvm nm) strings=$(llvm strings)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
bad() { echo "enrolkit: check: $*"; wrong=1; }

# Apple's clang links libc++ as a part of the system; Zig's copy is inside the program.
allowed=/usr/lib/libSystem.B.dylib
[ "$(uname)" != Darwin ] || allowed="$allowed /usr/lib/libc++.1.dylib"

check_slice() {
  local name=$1 arch=$2 file=$work/$1-$2 bytes minimum most
  "$lipo" "$folder/$name" -thin "$arch" -output "$file" 2>/dev/null || { bad "$name: no $arch in it"; return; }
  "$objdump" --macho --private-headers "$file" >"$work/headers"
  bytes=$(wc -c <"$file")
  most=$(most_bytes "$name")
  [ "$bytes" -le "$most" ] || bad "$name $arch: $bytes bytes, the budget is $most"
  minimum=$(awk '$1 == "minos" { print $2 }' "$work/headers")
  [ "$minimum" = "$ENROLKIT_MINIMUM" ] || bad "$name $arch: is for macOS ${minimum:-?}, not $ENROLKIT_MINIMUM"
  [ "$(grep -c 'cmd LC_MAIN' "$work/headers")" = 1 ] || bad "$name $arch: no entry point (LC_MAIN)"
  grep -q ' PIE' "$work/headers" || bad "$name $arch: not position independent"
  grep -q 'cmd LC_CODE_SIGNATURE' "$work/headers" || bad "$name $arch: no signature"
  "$objdump" --macho --dylibs-used "$file" | sed -n 's/^[[:space:]]*\(\/[^ ]*\) (compat.*/\1/p' >"$work/dylibs"
  [ -s "$work/dylibs" ] || bad "$name $arch: loads nothing, not even libSystem"
  while read -r dylib; do
    case " $allowed " in *" $dylib "*) ;; *) bad "$name $arch: loads $dylib" ;; esac
  done <"$work/dylibs"
  # Small letters are local symbols; U is one that libSystem has, capital ones are exported.
  "$nm" "$file" | awk '$(NF - 1) ~ /^[a-z]$/ { print $NF }' >"$work/local"
  [ ! -s "$work/local" ] || bad "$name $arch: $(wc -l <"$work/local") local symbols left, such as $(head -n 1 "$work/local")"
  # An indirect symbol that is no number of a symbol: some strips leave such.
  ! "$objdump" --macho --indirect-symbols "$file" | grep -qE ' [?]$' || bad "$name $arch: the indirect symbol table is damaged"
  # A path of who built it: this folder, a home, a temporary folder, the cache.
  "$strings" -a -n 6 "$file" | grep -E -m1 "^(/home/|/root/|/Users/[^S]|/build/|/opt/)|/\.cache/|site-packages|enrolkit-[a-z0-9_]{8}/|$(cd "$here/.." && pwd)/" >"$work/path" &&
    bad "$name $arch: the path of a build is in it: $(head -n 1 "$work/path")"
  echo "$name $arch $bytes bytes, macOS $minimum, $(paste -sd ' ' "$work/dylibs")"
}

for program in $ENROLKIT_PROGRAMS; do
  [ -f "$folder/$program" ] || { bad "$program: not in $folder"; continue; }
  found=$("$lipo" -archs "$folder/$program" | tr -s ' ' '\n' | sed '/^$/d' | sort | paste -sd ' ' -)
  [ "$found" = "$ENROLKIT_ARCHS" ] || bad "$program: has $found, not $ENROLKIT_ARCHS"
  for arch in $ENROLKIT_ARCHS; do check_slice "$program" "$arch"; done
done
exit "$wrong"
