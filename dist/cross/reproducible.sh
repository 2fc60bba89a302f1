#!/usr/bin/env bash
# Two builds of the last commit, in two new folders of different lengths, are the same bytes: the programs and all that
# make release makes of them. reproducible.sh [--cold]
# The libraries come from the cache; with --cold the second build has a cache of its own and makes everything again.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in "$work/a" "$work/another/place/b"; do
  git clone --quiet "$root" "$folder"
  if [ "${1:-}" = --cold ] && [ "$folder" != "$work/a" ]; then export XDG_CACHE_HOME=$work/cache; fi
  "$folder/dist/release.sh" "$folder/dist/release"
done
for folder in build/dist/universal dist/release; do
  diff -r "$work/a/$folder" "$work/another/place/b/$folder" || { echo "enrolkit: $folder differs between two builds"; exit 1; }
  (cd "$work/a/$folder" && find . -type f | LC_ALL=C sort | xargs sha256sum) | sed 's/^\(.\{16\}\).* \.\//the same bytes twice: \1 /'
done
