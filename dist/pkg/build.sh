#!/usr/bin/env bash
# A step of dist/build.sh: from the universal programs (its argument) to dist/out.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
exec "$here/package.sh" "${1:?usage: build.sh PROGRAMS}" "$here/out"
