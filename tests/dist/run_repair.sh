#!/usr/bin/env bash
# `enrolkit-repair` of a Mac's slice, as root and end to end: run_repair.sh ARCH PLACE TESTS WORK
# PLACE is the folder of the Mac programs, TESTS a build with tests, WORK a folder to build macho-run in. The tests of
# programs/repair_chroot_test.cpp with macho-run and what it needs in the chroot. Two of them are left out, and say why.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
arch=${1:?} place=$(cd "${2:?}" && pwd) tests=$(cd "${3:?}" && pwd) work=${4:?}
# shellcheck source=tests/dist/macho.sh
. "$here/macho.sh"
macho_is_here "$arch" "$work" || exit 0
[ "$(id -u)" = 0 ] || { echo "SKIPPED: the $arch repair program was not run end to end: not root" && exit 0; }
[ -x "$tests/tests/repair_chroot_test" ] || { echo "SKIPPED: $tests has no repair_chroot_test; make test builds it" && exit 0; }
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
keep() { install -D "$1" "$files/${2:-$1}"; } # FILE [AS]

if [ "$arch" = arm64 ]; then
  keep "$(command -v qemu-aarch64-static)" bin/qemu-aarch64-static
  keep "$macho" macho/macho-run-arm64
  keep "${macho%/*}/build/arm64/macho-run" macho/build/arm64/macho-run
  for library in ld-linux-aarch64.so.1 libc.so.6 libm.so.6 libgcc_s.so.1 libstdc++.so.6; do
    keep "/usr/aarch64-linux-gnu/lib/$library"
  done
  aarch64-linux-gnu-g++ -std=c++17 -shared -fPIC -o "$files/shim.so" "$here/../support/process/spawn_shim.cpp"
  # To be loaded into qemu's guest, not into qemu or the shell that starts it.
  start="QEMU_SET_ENV=LD_PRELOAD=/shim.so /macho/macho-run-arm64"
else
  keep "$macho" macho-run
  for library in $(ldd "$macho" | grep -o '/[^ ]*'); do keep "$library"; done
  start="LD_PRELOAD=/shim.so /macho-run"
fi
ENROLKIT_MAC_REPAIR=$place/enrolkit-repair ENROLKIT_MAC_FILES=$files ENROLKIT_MAC_START=$start \
  "$tests/tests/repair_chroot_test" --gtest_brief=1 >"$work/repair" 2>&1 ||
  { grep -E 'FAILED|Failure' -A 12 "$work/repair" | head -n 60 && exit 1; }
tail -n 3 "$work/repair"
