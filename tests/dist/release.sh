#!/usr/bin/env bash
# What make release made: release.sh RELEASE NATIVE, a folder of release and a build of the same sources for this system.
# The sums; and, where this is Linux, its program in a folder with nothing else, by chroot: it needs no library, no
# locale, no /proc, and answers as the native one. arm64 is run only on arm64.
set -euo pipefail
release=$(cd "${1:?usage: release.sh RELEASE NATIVE}" && pwd)
native=$(cd "${2:?usage: release.sh RELEASE NATIVE}" && pwd)/tools/enrolkit
fixtures=$(cd "$(dirname "$0")/../fixtures" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sum=(sha256sum)
command -v sha256sum >/dev/null 2>&1 || sum=(shasum -a 256)
(cd "$release" && "${sum[@]}" --check --quiet SHA256SUMS)
[ "$(uname)" = Linux ] || { echo "SKIPPED: the programs for Linux are run on Linux"; exit 0; }
case $(uname -m) in x86_64) arch=x86_64 ;; aarch64) arch=arm64 ;; *) echo "SKIPPED: no program for $(uname -m)"; exit 0 ;; esac
archive=$(find "$release" -name "enrolkit-*-linux-$arch.tar.gz")
[ -n "$archive" ] || { echo "enrolkit: there is no program for Linux $arch in $release" >&2; exit 1; }

root=$work/root
mkdir -p "$root/macs" "$work/out"
tar -C "$root" --strip-components=1 -xzf "$archive"
cp -R "$fixtures/macs/published-conflict/root" "$root/macs/broken"
cp -R "$fixtures/macs/healthy/root" "$root/macs/healthy"
jail=(chroot "$root")
[ "$(id -u)" = 0 ] || jail=(unshare --user --map-root-user chroot "$root")
"${jail[@]}" /enrolkit --version >/dev/null 2>"$work/why" || { echo "SKIPPED: no chroot here: $(head -n 1 "$work/why")"; exit 0; }

same() { # ARGUMENTS...: both programs, in the same place, answer the same
  local one=0 other=0
  (cd "$root" && env -i LC_ALL=C.UTF-8 TZ=UTC "PATH=$PATH" "$native" "$@") >"$work/out/native" 2>&1 || one=$?
  env -i LC_ALL=C.UTF-8 TZ=UTC "PATH=$PATH" "${jail[@]}" /enrolkit "$@" >"$work/out/static" 2>&1 || other=$?
  sed -i 's/"took_us": *[0-9]*/"took_us":0/g' "$work/out/native" "$work/out/static"
  if [ "$one" != "$other" ] || ! cmp -s "$work/out/native" "$work/out/static"; then
    echo "enrolkit: $*: status $one and $other"
    diff "$work/out/native" "$work/out/static" | head -n 20
    exit 1
  fi
}
env -i "PATH=$PATH" "${jail[@]}" /enrolkit --version
same --help
same explain --root macs/broken
same explain --root macs/broken --json
same explain --root macs/healthy --html healthy.html --force
same explain macs --jobs 8
same server check --print-role
same server check --url https://127.0.0.1:9 --client-id x --secret-file none
# TLS and SQLite begin, and report that nobody listens there.
chmod 600 "$root/LICENSE"
same server check --url https://127.0.0.1:9 --client-id x --secret-file LICENSE
same server repair --url https://127.0.0.1:9 --client-id x --secret-file LICENSE --journal j SERIAL --yes
echo "the program for Linux $arch answers in a bare chroot as the native one"
