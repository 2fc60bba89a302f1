#!/bin/sh
# Every request that the programs send in their tests, and every reply of the simulated server, against the schema of a
# real Jamf Pro: contract.sh BUILD SCHEMA. Installs the validator from PyPI into BUILD/contract.
set -eu
build=$1
schema=$2
here=$(cd "$(dirname "$0")" && pwd)
[ -x "$build/tests/jamfpro/server_program_test" ] || { echo "enrolkit: $build: build the tests first" >&2; exit 2; }
python3 -m venv "$build/contract"
"$build/contract/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$here/requirements.txt"
rm -f "$build/contract/exchanges"
# Those that ask nothing that others do not ask, and take their time, are left out.
ENROLKIT_EXCHANGES=$build/contract/exchanges TZ=UTC "$build/tests/jamfpro/server_program_test" --gtest_brief=1 \
  --gtest_filter='-BadInput.*:Prompt.*:RepairKilled.*:RepairInterrupted.*:*100Mb' >/dev/null
ENROLKIT_EXCHANGES=$build/contract/exchanges TZ=UTC "$build/tests/jamfpro/server_command_test" --gtest_brief=1 >/dev/null
exec "$build/contract/bin/python" "$here/contract.py" "$schema" "$build/contract/exchanges"
