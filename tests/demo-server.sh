#!/bin/sh
# The server side before a simulated Jamf Pro of 200 Macs: find the conflict, remove it, find the stuck Macs, repair them and
# prove it. demo-server.sh BUILD: the folder of a build with tests.
set -eu
build=$1
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
program=${ENROLKIT_UNDER_TEST:-$build/tools/enrolkit} # or a script that runs a Mac's slice of it
# shellcheck source=tests/simulator.sh
. "$(dirname "$0")/simulator.sh"
work=$(mktemp -d)
simulator=
trap 'exec 3>&-; [ -z "$simulator" ] || wait "$simulator" || true; rm -rf "$work"' EXIT INT TERM
simulator "$build" "$work" "$work/asked" 200
XDG_STATE_HOME=$work
export XDG_STATE_HOME

run() { # shows the command, and takes the exit status that belongs to the demo
  wanted=$1
  shift
  printf '\n$ enrolkit %s\n' "$*"
  status=0
  "$program" "$@" >"$work/out" 2>&1 || status=$?
  if [ "$(wc -l <"$work/out")" -gt 24 ]; then
    head -n 10 "$work/out"
    echo "... $(($(wc -l <"$work/out") - 12)) more lines"
    tail -n 2 "$work/out"
  else
    cat "$work/out"
  fi
  echo "exit status $status"
  [ "$status" = "$wanted" ] || { echo "demo-server: status $wanted was expected" >&2; exit 1; }
}

run 0 server check
run 1 server conflict
run 1 server repair --stuck --dry-run # refused: the conflict stands
run 1 server conflict --fix rename jamfcare
run 0 server conflict --fix rename jamfcare --yes
run 0 server conflict
run 1 server stuck
run 3 server repair --stuck --yes --count 100 --poll 2s --per-minute 600 --wait 10s --settle 0 --blank-push
run 1 server stuck
