#!/usr/bin/env bash
# Two builds of the last commit, in two new folders of different lengths, are the same bytes. reproducible.sh [--cold]
# The libraries come from the cache; with --cold the second build has a cache of its own and makes everything anew.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in "$work/a" "$work/another/place/b"; do
  git clone --quiet "$root" "$folder"
  if [ "${1:-}" = --cold ] && [ "$folder" != "$work/a" ]; then export XDG_CACHE_HOME=$work/cache; fi
  "$folder/dist/build.sh"
done
for file in "$work"/a/build/dist/universal/*; do
  name=$(basename "$file")
  cmp "$file" "$work/another/place/b/build/dist/universal/$name" || { echo "enrolkit: $name differs between two builds"; exit 1; }
  echo "$name: the same bytes twice, $(sha256sum <"$file" | cut -c 1-16)"
done
