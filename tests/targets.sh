#!/bin/sh
# Every target of the Makefile is called by .ci/run or .ci/dist, in however short a form, or stands there with a reason in a
# line "# not called: TARGET: why". targets.sh ROOT; then a target that nobody calls is added to a copy, and must be found.
set -eu
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

missing() { # of the Makefile $1, one a line
  sed -n 's/^\([a-z][a-z-]*\):.*/\1/p' "$1" | while read -r target; do
    grep -hv '^ *#' "$root/.ci/run" "$root/.ci/dist" | grep -qE "make( [a-z-]+| [A-Z_]+=[^ ]+)* $target( |\$)" ||
      grep -qE "^# not called: $target: ." "$root/.ci/run" || echo "$target"
  done
}

left=$(missing "$root/Makefile")
[ -z "$left" ] || { echo "CI calls no make $left: add it to .ci/run, in a short form" >&2; exit 1; }
{ cat "$root/Makefile"; printf 'rotten: ## nobody calls it\n\t@false\n'; } >"$work/Makefile"
[ "$(missing "$work/Makefile")" = rotten ] || { echo "targets.sh does not find a target that nobody calls" >&2; exit 1; }
