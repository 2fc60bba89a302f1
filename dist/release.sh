#!/usr/bin/env bash
# make release: everything that is finished, in one folder: release.sh OUT. OUT is made again, whole or not at all:
#   what make dist writes (package, product archive, macOS program, jamf/, NOTICES.txt, bill of materials)
#   enrolkit-VERSION-linux-x86_64.tar.gz, -linux-arm64.tar.gz: the administrator's program, static
#   deploy/: Homebrew, AutoPkg, Installomator, Setup Manager
#   enrolkit-VERSION-man.tar.gz, -completions, -jamf, -deploy: these folders, as one download each
#   SHA256SUMS: with only some of the files, sha256sum --check --ignore-missing
# ENROLKIT_RELEASE_URL: where the files will be fetched; without it there is no deploy/. What build.sh and package.sh take
# (ENROLKIT_SIGN, ENROLKIT_TEAM_ID, SOURCE_DATE_EPOCH), counts too.
set -euo pipefail
umask 022
cd "$(dirname "$0")/.."
# shellcheck source=dist/lib.sh
. dist/lib.sh
[ $# = 1 ] || die "usage: release.sh OUT"
out=${1%/}
version=$(sed -n 's/^project(enrolkit VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)} || die "no git history here: set SOURCE_DATE_EPOCH"
export SOURCE_DATE_EPOCH
mkdir -p "$(dirname "$out")"
work=$(mktemp -d "$out.part.XXXXXX") || die "cannot write beside $out"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
chmod 755 "$work"

say "release: the programs of this system, which completions are asked of"
mkdir -p build/dist/log
{ cmake --preset package && cmake --build --preset package --target enrolkit enrolkit-ea enrolkit-repair enrolkit-pkg enrolkit-definitions; } \
  >build/dist/log/native.log 2>&1 || die "cannot build them (all of it: build/dist/log/native.log)"
native=build/package
share=$work/share
install -d -m 755 "$share/man" "$share/completions"
install -m 644 dist/man/*.[158] "$share/man/"
python3 -B dist/completions/generate.py "$share/completions" "enrolkit=$native/tools/enrolkit" \
  "enrolkit-ea=$native/ea/enrolkit-ea" "enrolkit-repair=$native/policies/enrolkit-repair"

ENROLKIT_TOOLS=$PWD/$native/dist ENROLKIT_SHARE=$share dist/build.sh
cp -R dist/out "$work/new"
new=$work/new

pack() {  # NAME FOLDER: NAME.tar.gz of the folder, under the name
  mv "$2" "$work/$1"
  python3 dist/tarball.py "$new/$1.tar.gz" "$work/$1"
  chmod 644 "$new/$1.tar.gz"
}
if [ "$(uname)" = Linux ]; then
  dist/linux.sh
  for arch in $ENROLKIT_ARCHS; do
    admin=$work/admin
    install -d -m 755 "$admin"
    install -m 755 "build/dist/linux-$arch/enrolkit" "$admin/"
    install -m 644 LICENSE README.md "$new/NOTICES.txt" "$admin/"
    cp -R "$share/." "$admin/"
    pack "enrolkit-$version-linux-$arch" "$admin"
  done
else
  say "SKIPPED: the programs for Linux: they are built on Linux"
fi
cp -R "$new/jamf" "$work/jamf"
pack "enrolkit-$version-jamf" "$work/jamf"
pack "enrolkit-$version-man" "$share/man"
pack "enrolkit-$version-completions" "$share/completions"

if [ -n "${ENROLKIT_RELEASE_URL:-}" ]; then
  dist/deploy/generate.py "$version" "$new" "$ENROLKIT_RELEASE_URL"
  cp -R "$new/deploy" "$work/deploy"
  pack "enrolkit-$version-deploy" "$work/deploy"
else
  say "SKIPPED: deploy/: ENROLKIT_RELEASE_URL is not set"
fi

sum=(sha256sum)
command -v sha256sum >/dev/null 2>&1 || sum=(shasum -a 256)
(cd "$new" && rm SHA256SUMS && find . -type f | sed 's/^\.\///' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${sum[@]}") >"$work/sums"
install -m 644 "$work/sums" "$new/SHA256SUMS"
[ ! -e "$out" ] || mv "$out" "$work/old"
mv "$new" "$out" || { [ ! -e "$work/old" ] || mv "$work/old" "$out"; die "cannot write $out"; }
say "release: done: $out"
