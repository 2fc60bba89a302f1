#!/bin/sh
# Writes again what the documents have from the programs: docs.sh BUILD, the folder of a build with the packaging tools.
set -eu
build=$1
cd "$(dirname "$0")/.."
definitions=$build/dist/enrolkit-definitions
rm -f dist/man/*.[158]
python3 -B dist/man/generate.py dist/man "$build/tools/enrolkit,$build/ea/enrolkit-ea,$build/policies/enrolkit-repair" "$definitions"
python3 -B dist/man/pages.py . "$definitions"
python3 -B dist/picture/terminal.py "$build/tools/enrolkit" dist/picture/explain.svg
python3 -B dist/picture/timeline.py "$build/tools/enrolkit" dist/picture/timeline.svg
