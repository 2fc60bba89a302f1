#!/usr/bin/env bash
# What make release made: release.sh RELEASE NATIVE, a folder of release and a build of the same sources for this system.
# The sums; and, where this is Linux, its program in a folder with nothing else, by chroot: it needs no library, no
# locale, no /proc, and answers as the native one. The other machine's program is run by qemu, where that is here.
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
jail=(chroot)
[ "$(id -u)" = 0 ] || jail=(unshare --user --map-root-user chroot)

same() { # ARGUMENTS...: both programs, in the same place, answer the same
  local one=0 other=0
  (cd "$root" && env -i LC_ALL=C.UTF-8 TZ=UTC "PATH=$PATH" "$native" "$@") >"$work/native" 2>&1 || one=$?
  env -i LC_ALL=C.UTF-8 TZ=UTC "PATH=$PATH" "${jail[@]}" "$root" "${program[@]}" "$@" >"$work/static" 2>&1 || other=$?
  sed -i 's/"took_us": *[0-9]*/"took_us":0/g' "$work/native" "$work/static"
  if [ "$one" != "$other" ] || ! cmp -s "$work/native" "$work/static"; then
    echo "enrolkit: $arch: $*: status $one and $other"
    diff "$work/native" "$work/static" | head -n 20
    exit 1
  fi
}

run_one() { # of $arch, in a folder of its own
  local archive
  archive=$(find "$release" -name "enrolkit-*-linux-$arch.tar.gz")
  [ -n "$archive" ] || { echo "enrolkit: there is no program for Linux $arch in $release" >&2; exit 1; }
  root=$work/$arch
  mkdir -p "$root/macs"
  tar -C "$root" --strip-components=1 -xzf "$archive"
  cp -R "$fixtures/macs/published-conflict/root" "$root/macs/broken"
  cp -R "$fixtures/macs/healthy/root" "$root/macs/healthy"
  program=(/enrolkit)
  if [ "$(uname -m)" != "${arch/arm64/aarch64}" ]; then
    local qemu
    qemu=$(command -v "qemu-${arch/arm64/aarch64}-static") || { echo "SKIPPED: the program for Linux $arch: no qemu for it here"; return 0; }
    install -m 755 "$qemu" "$root/qemu"
    program=(/qemu /enrolkit)
  fi
  env -i "PATH=$PATH" "${jail[@]}" "$root" "${program[@]}" --version 2>"$work/why" || { echo "SKIPPED: no chroot here: $(head -n 1 "$work/why")"; return 0; }
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
}
for arch in x86_64 arm64; do run_one; done
