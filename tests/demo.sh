#!/bin/sh
# The published account conflict, and a healthy Mac beside it: what each attribute reports, and what explain says.
# demo.sh BUILD: the folder of a build. The Macs are those of tests/fixtures/macs, laid out with their dates.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
TZ=UTC
export TZ

# shellcheck source=tests/lay_out.sh
. "$here/lay_out.sh"

# tell MAC TITLE STATUS PATH...: what is asked of explain, and the status that it must end with
tell() {
  lay_out "$here/fixtures/macs/$1" "$work/$1"
  printf '\n=== %s ===\n\n' "$2"
  "$build/ea/enrolkit-ea" list | while read -r attribute _; do
    printf '%-20s ' "$attribute"
    "$build/ea/enrolkit-ea" "$attribute" --root "$work/$1"
  done
  wanted=$3 status=0
  shift 3
  printf '\n$ enrolkit explain %s\n\n' "$*"
  (cd "$work" && "$build/tools/enrolkit" explain "$@") || status=$?
  [ "$status" = "$wanted" ]
}

next() {
  report=$build/demo.html
  (cd "$work" && "$build/tools/enrolkit" explain . --html "$report" --force >/dev/null) || [ $? = 1 ]
  cat <<T

=== What to try next ===

The report of these two Macs, for your browser:  $report
A log or an archive of your own:                 ${build#"$PWD"/}/tools/enrolkit explain jamf.log
The server side, before a simulated Jamf Pro:    make demo-server
The programs, man pages and completions:         sudo make install; man enrolkit
T
}

case $build in /*) ;; *) build=$(pwd)/$build ;; esac
tell published-conflict "The published case: PreStage administrator and Management Account share a name" 1 --root published-conflict
# Of another volume nothing is fine that only the running Mac can tell; its log alone says how the enrolment went.
tell healthy "A healthy Mac: its volume, of which not all can be told, and its log" 0 healthy/private/var/log/jamf.log
next
