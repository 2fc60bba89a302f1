# Sourced: macho-run, which lies beside the project, built for one architecture.
# shellcheck shell=bash disable=SC2034

# macho_is_here ARCH WORK: builds it below WORK and sets $macho; else says what is missing, and fails.
macho_is_here() {
  local arch=$1 work=$2 source
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/../shared/tools/macho-run
  if [ ! -d "$source" ] || [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "SKIPPED: the $arch programs were not run: $source is not here (or this is not x86_64 Linux)"
    return 1
  fi
  if [ "$arch" = arm64 ] && ! command -v qemu-aarch64-static >/dev/null; then
    echo "SKIPPED: the arm64 programs were not run: no qemu-aarch64-static (.ci/deps dist-test)"
    return 1
  fi
  mkdir -p "$work"
  cp -R "$source/." "$work/macho-run" # the sources may be read-only; make finds what is older
  local target=macho-run
  macho=$work/macho-run/macho-run
  if [ "$arch" = arm64 ]; then target=arm64 macho=$work/macho-run/macho-run-arm64; fi
  make -s -C "$work/macho-run" "$target" >"$work/macho-run.log" 2>&1 || { tail -n 5 "$work/macho-run.log"; exit 1; }
  [ -x "$macho" ] || { echo "enrolkit: macho-run: there is no $macho after make" >&2; exit 1; }
  macho=$(cd "$(dirname "$macho")" && pwd)/$(basename "$macho")
  # OpenSSL prefers them to the Mac's own list of authorities.
  unset SSL_CERT_FILE SSL_CERT_DIR
}
