#!/bin/sh
# The published account clash, and a healthy Mac beside it: what each attribute reports, and what explain says.
# demo.sh BUILD: the folder of a build. The Macs are those of tests/fixtures/macs, laid out with their dates.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
TZ=UTC
export TZ

lay_out() { # a copy of the fixture's files, with the modification times that git does not keep
  mkdir -p "$work/$1"
  cp -R "$here/fixtures/macs/$1/root/." "$work/$1/"
  grep '^modified ' "$here/fixtures/macs/$1/manifest.txt" | while read -r line; do
    path=$(echo "$line" | sed 's/^modified //; s/ [^ ]* [^ ]*$//')
    day=$(echo "$line" | awk '{ print $(NF - 1) }')
    time=${line##* }
    file=$work/$1$path
    [ -e "$file" ] || file=$work/$1/private$path
    touch -t "$(echo "$day$time" | sed 's/[-:]//g; s/\(..\)$/.\1/')" "$file"
  done
}

tell() {
  lay_out "$1"
  printf '\n=== %s ===\n\n' "$2"
  "$build/ea/enrolkit-ea" list | while read -r attribute _; do
    printf '%-20s ' "$attribute"
    "$build/ea/enrolkit-ea" "$attribute" --root "$work/$1"
  done
  printf '\n$ enrolkit explain --root %s\n\n' "$1"
  # explain ends with 1 when something is wrong, which is what the demo is about
  (cd "$work" && "$build/tools/enrolkit" explain --root "$1") || [ $? = 1 ]
}

case $build in /*) ;; *) build=$(pwd)/$build ;; esac
tell published-clash "The published case: PreStage administrator and Management Account share a name"
tell healthy "A healthy Mac"
