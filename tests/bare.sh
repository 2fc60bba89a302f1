#!/usr/bin/env bash
# The two commands of a fresh machine on a bare Debian 12: a minimal root with git and make alone, the clone in root's home,
# which nobody else may enter, and no name in /etc/hosts. bare.sh [COMMAND...]; without one, `make demo`, then `make test`.
# Needs root, debootstrap and leave to mount; says SKIPPED where one is missing. The root is kept for a month in the cache;
# what was compiled goes through this system's ccache.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "SKIPPED: the bare Debian: not root" && exit 0; }
command -v debootstrap >/dev/null || { echo "SKIPPED: the bare Debian: debootstrap is not here" && exit 0; }
unshare --mount true 2>/dev/null || { echo "SKIPPED: the bare Debian: this system lets nobody mount" && exit 0; }

cache=${XDG_CACHE_HOME:-$HOME/.cache}/enrolkit/bare
kept=$cache/bookworm-$(uname -m).tar
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$(find "$kept" -mtime -30 2>/dev/null)" ]; then
  debootstrap --variant=minbase --include=git,make,ca-certificates bookworm "$work/root" http://deb.debian.org/debian >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log" >&2 && exit 1; }
  rm -f "$work"/root/var/cache/apt/archives/*.deb
  tar -C "$work/root" -cf "$kept.part" .
  mv "$kept.part" "$kept"
  rm -rf "$work/root"
fi
root=$work/root
mkdir "$root"
tar -C "$root" -xf "$kept"
chmod 700 "$root/root"
: >"$root/etc/hosts"
cp /etc/resolv.conf "$root/etc/resolv.conf"
git clone -q --no-hardlinks "$PWD" "$root/root/enrolkit"
mkdir -p "$root/ccache"
export CCACHE_KEPT
CCACHE_KEPT=$(ccache --get-config cache_dir 2>/dev/null || true)

[ $# -gt 0 ] || set -- sh -c 'make demo && make test'
# shellcheck disable=SC2016
unshare --mount sh -c '
  set -e
  root=$1 && shift
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  [ ! -d "$CCACHE_KEPT" ] || mount --bind "$CCACHE_KEPT" "$root/ccache"
  exec chroot "$root" env -i HOME=/root TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    DEBIAN_FRONTEND=noninteractive CCACHE_DIR=/ccache http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" \
    sh -c '\''cd ~/enrolkit && exec "$@"'\'' sh "$@"' sh "$root" "$@"
