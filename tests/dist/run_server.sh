#!/usr/bin/env bash
# `enrolkit server` of a Mac's slice against the simulated Jamf Pro, by TLS: run_server.sh ARCH PLACE TESTS WORK
# PLACE is the folder of the Mac programs, TESTS a build with tests, WORK a folder to build macho-run in. All program tests of
# the server side, both demos, and trust by the Mac's own list of authorities, with every kind of server that it must refuse.
# ENROLKIT_SAMPLE: without the program tests.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
arch=${1:?} place=$(cd "${2:?}" && pwd) tests=$(cd "${3:?}" && pwd) work=${4:?}
# shellcheck source=tests/dist/macho.sh
. "$here/macho.sh"
macho_is_here "$arch" "$work" || exit 0
[ -x "$tests/tests/jamfpro/jamf_sim" ] || { echo "SKIPPED: $tests has no simulator; make test builds it" && exit 0; }
export TZ=UTC LC_ALL=C.UTF-8
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
printf '#!/bin/sh\nexec "%s" -- "%s/enrolkit" "$@"\n' "$macho" "$place" >"$temporary/enrolkit"
chmod 755 "$temporary/enrolkit"
export ENROLKIT_UNDER_TEST=$temporary/enrolkit
wrong=0

for demo in server watch; do
  timeout 300 "$here/../demo-$demo.sh" "$tests" >"$temporary/demo" 2>&1 || { wrong=1 && tail -n 20 "$temporary/demo"; }
done

# Trust without --ca-file: the list of the Mac's own, /etc/ssl/cert.pem, and nothing else.
mkdir "$temporary/sim"
# shellcheck source=tests/simulator.sh
. "$here/../simulator.sh"
simulator "$tests" "$temporary/sim" "$temporary/asked" 5
mac=$temporary/mac
mkdir -p "$mac/private/etc/ssl" "$mac/private/var/tmp"
ln -s private/etc "$mac/etc"
echo '127.0.0.1 localhost' >"$mac/private/etc/hosts"
check() { # check STATUS WORDS: `server check` with the Mac's list as it is now
  local status=0
  env -u ENROLKIT_CA_FILE "$macho" --root "$mac" -- "$place/enrolkit" server check >"$temporary/out" 2>&1 || status=$?
  if [ "$status" != "$1" ] || ! grep -q "$2" "$temporary/out"; then
    wrong=1
    echo "server check with that list: status $status, not $1, or no '$2':"
    head -n 5 "$temporary/out"
  fi
}
check 2 'not trusted\|untrusted\|no authority'
cp "$ENROLKIT_CA_FILE" "$mac/private/etc/ssl/cert.pem"
check 0 '^version '
exec 3>&-
wait "$simulator" || true

# Servers that are not ours, which must be refused; in the words of this Linux's program.
printf '#!/bin/sh\nexec "%s" --root "%s" -- "%s/enrolkit" "$@"\n' "$macho" "$mac" "$place" >"$temporary/mac-enrolkit"
chmod 755 "$temporary/mac-enrolkit"
ENROLKIT=$temporary/mac-enrolkit ENROLKIT_TRUST=$mac/private/etc/ssl/cert.pem ENROLKIT_TWIN=$tests/tools/enrolkit \
  python3 -W ignore -B "$here/tls_test.py" >"$temporary/tls" 2>&1 || { wrong=1 && tail -n 40 "$temporary/tls"; }

if [ -z "${ENROLKIT_SAMPLE:-}" ]; then
  # Memory limits are those of the program on this Linux, not of an emulator around it.
  limits='-*Memory*'
  [ "$arch" != arm64 ] || limits+=':*Under100Mb'
  "$tests/tests/jamfpro/server_program_test" --gtest_brief=1 --gtest_filter="$limits" >"$temporary/tests" 2>&1 ||
    { wrong=1 && grep -E 'FAILED|Failure' -A 8 "$temporary/tests" | head -n 60; }
  tail -n 3 "$temporary/tests"
fi
[ "$wrong" = 0 ] && echo "enrolkit server: the $arch slice does what this Linux's program does"
exit "$wrong"
