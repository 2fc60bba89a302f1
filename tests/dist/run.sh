#!/usr/bin/env bash
# Every check of what make dist made: run.sh RELEASE, a build of the same sources for this system.
# Structure, signatures, what goes wrong in a build, and (on x86_64 Linux, with macho-run) the programs themselves;
# of one slice alone where ENROLKIT_ARCHS names it. ENROLKIT_SAMPLE=N: every N-th fixture, and no program tests of the server side.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
# shellcheck source=dist/lib.sh
. dist/lib.sh
release=${1:?usage: run.sh RELEASE}
venv=build/dist/test-venv-$(cksum <tests/dist/requirements.txt | tr ' ' -)
if [ ! -f "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tests/dist/requirements.txt
  : >"$venv/complete"
fi

passed=0 failed=0
test_that() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
test_that "structure" dist/check.sh "$ENROLKIT_PLACE"
for program in $ENROLKIT_PROGRAMS; do
  test_that "signature of $program" "$venv/bin/python" tests/dist/signature.py "$ENROLKIT_PLACE/$program" "$(identifier "$program")"
done
[ "$ENROLKIT_PLACE" != build/dist/universal ] ||
  test_that "wrong bytes are found" tests/dist/doctored.sh "$ENROLKIT_PLACE" "$venv/bin/python"
test_that "trouble in a build" tests/dist/trouble.sh
for arch in $ENROLKIT_ARCHS; do
  test_that "the $arch programs" tests/dist/run_on_fixtures.sh "$arch" "$ENROLKIT_PLACE" "$release" build/dist/run
  test_that "the $arch repair program end to end" tests/dist/run_repair.sh "$arch" "$ENROLKIT_PLACE" build/dev build/dist/run
  test_that "the $arch program of the server side" tests/dist/run_server.sh "$arch" "$ENROLKIT_PLACE" build/dev build/dist/run
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
