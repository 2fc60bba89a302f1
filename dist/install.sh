#!/bin/sh
# make install: the programs of a build, the man pages, and completions for bash, zsh and fish.
# install.sh BUILD: BUILD is the folder of a build. PREFIX (/usr/local) is where they are used, DESTDIR is put before it.
set -eu
die() { echo "enrolkit: install: $*" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=${1:?usage: install.sh BUILD}
prefix=${PREFIX:-/usr/local}
case $prefix in /*) ;; *) die "PREFIX is $prefix; it must begin with /" ;; esac
command -v python3 >/dev/null 2>&1 || die "python3 is missing: .ci/deps package"
to=${DESTDIR:-}$prefix
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

programs=
for path in tools/enrolkit ea/enrolkit-ea policies/enrolkit-repair; do
  [ -x "$build/$path" ] || die "$build/$path is missing: run make first"
  programs="$programs ${path##*/}=$build/$path"
done
# shellcheck disable=SC2086
python3 -B "$here/completions/generate.py" "$work" $programs || die "the completions could not be made"

into() { # MODE FOLDER FILE...
  mode=$1 folder=$to/$2
  shift 2
  { install -d -m 755 "$folder" && install -m "$mode" "$@" "$folder/"; } || die "cannot write $folder (try sudo)"
}
into 755 bin "$build/tools/enrolkit" "$build/ea/enrolkit-ea" "$build/policies/enrolkit-repair"
for section in 1 5 8; do into 644 "share/man/man$section" "$here"/man/*."$section"; done
into 644 share/bash-completion/completions "$work"/bash/*
into 644 share/zsh/site-functions "$work"/zsh/*
into 644 share/fish/vendor_completions.d "$work"/fish/*
echo "enrolkit: installed below $to"
