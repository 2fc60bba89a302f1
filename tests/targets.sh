#!/bin/sh
# Every target of the Makefile is called by .ci/run or .ci/dist, in however short a form, or stands there with a reason in a
# line "# not called: TARGET: why"; and no such line is of a target that is gone. targets.sh ROOT; then faults are put into
# copies, and must be found.
set -eu
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

targets() { sed -n 's/^\([a-z][a-z-]*\):.*/\1/p' "$1"; }

# What is wrong between the Makefile $1 and the script $2 (with .ci/dist), one a line. To name a target in a text is no call.
wrong() {
  targets "$1" | while read -r target; do
    cat "$2" "$root/.ci/dist" | grep -qE "^ *(counted )?make( [a-z-]+| [A-Z_]+=[^ ]+)* $target( |\$)" ||
      grep -qE "^# not called: $target: ." "$2" || echo "$target is not called: add it, in a short form"
  done
  sed -n 's/^# not called: \([^:]*\):.*/\1/p' "$2" | while read -r target; do
    targets "$1" | grep -qx "$target" || echo "$target is excused, but is no target"
  done
}

found=$(wrong "$root/Makefile" "$root/.ci/run")
[ -z "$found" ] || { printf '.ci/run: %s\n' "$found" >&2; exit 1; }

must_find() { # a line for the Makefile, a line for .ci/run, what is then found
  { cat "$root/Makefile"; echo "$1"; } >"$work/Makefile"
  { cat "$root/.ci/run"; echo "$2"; } >"$work/run"
  [ "$(wrong "$work/Makefile" "$work/run")" = "$3" ] || { echo "targets.sh: not found: $1 $2" >&2; exit 1; }
}
uncalled="rotten is not called: add it, in a short form"
must_find "rotten: ## nobody calls it" "" "$uncalled"
must_find "rotten: ## only named" 'echo "SKIPPED: make rotten"' "$uncalled"
must_find "rotten: ## another's name begins so" "make rotten-too" "$uncalled"
must_find "rotten: ## excused for nothing" "# not called: rotten:" "$uncalled"
must_find "" "# not called: rotten: it takes an hour" "rotten is excused, but is no target"
must_find "rotten: ## called" "  make help rotten SIZE=1" ""
must_find "rotten: ## excused" "# not called: rotten: it takes an hour" ""
