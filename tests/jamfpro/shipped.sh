#!/usr/bin/env bash
# The tests of the server side with the versions of POCO, OpenSSL, expat and SQLite that ship (dist/cross/sources.json), built
# here by this system's compiler, instead of the system's own versions.
set -euo pipefail
cd "$(dirname "$0")/../.."
jobs=$(getconf _NPROCESSORS_ONLN) arch=linux-native
[ "$(uname)" = Linux ] || arch=$(uname -m)
# The other libraries stay this system's, so that most of it is compiled already.
prefixes=$(python3 dist/cross/libraries.py "$arch" "${XDG_CACHE_HOME:-$HOME/.cache}/enrolkit" "$jobs" |
  tr ';' '\n' | grep -E '/(poco|openssl|expat|SQLite)-' | paste -s -d ';' -)
build=build/shipped
if [ "$(cat "$build/prefixes" 2>/dev/null)" != "$prefixes" ]; then
  rm -rf "$build"
  cmake --preset shipped "-DCMAKE_PREFIX_PATH=$prefixes" >/dev/null
  echo "$prefixes" >"$build/prefixes"
fi
cmake --build "$build" --parallel "$jobs" --target jamfpro_test server_command_test server_program_test jamf_sim
if command -v ldd >/dev/null && ldd "$build/tests/jamfpro/jamfpro_test" | grep -E 'libPoco|libssl|libsqlite3|libexpat'; then
  echo "enrolkit: shipped: the libraries above are this system's, not those that ship" >&2
  exit 1
fi
ctest --test-dir "$build/tests/jamfpro" --output-on-failure --parallel "$jobs"
