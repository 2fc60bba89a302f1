# Sourced by the scripts of this folder: words, limits and places they share.
# shellcheck shell=bash disable=SC2034

# The programs that reach a Mac, as CMake's targets are called. Adding one is adding its name.
ENROLKIT_PROGRAMS=${ENROLKIT_PROGRAMS:-"enrolkit-ea enrolkit-repair enrolkit"}
# One of them alone is for a quick look: it goes into build/dist/ARCH, and never into a package.
ENROLKIT_ARCHS=${ENROLKIT_ARCHS:-"arm64 x86_64"}
case $ENROLKIT_ARCHS in
  "arm64 x86_64") ENROLKIT_PLACE=build/dist/universal ;;
  arm64 | x86_64) ENROLKIT_PLACE=build/dist/$ENROLKIT_ARCHS ;;
  *) echo "enrolkit: dist: ENROLKIT_ARCHS is arm64 or x86_64, or not set for both" >&2; exit 2 ;;
esac
ENROLKIT_MINIMUM=12.0

# The most bytes an architecture of a program may have. The administrator's program is in no package, on no other Mac: it
# brings TLS, SQLite, an XML parser, and an HTTP server for `server watch` (8,500,000 were planned). The two on managed Macs
# were to keep 1,500,000: enrolkit-ea has the page of a Mac (91,000) and the redaction that it needs (about 70,000) on top, and
# what proves each answer. arm64 is at 1,982,000 and 9,452,000, x86_64 at 1,776,000 and 9,414,000.
most_bytes() {
  case $1 in
    enrolkit) echo 9900000 ;;
    *) echo 2100000 ;;
  esac
}

say() { printf '%s\n' "$*" >&2; }
die() { say "enrolkit: dist: $*"; exit 2; }

# Debian's tools have a number behind their name, Ubuntu's may have none, Xcode's are called objdump and so on.
llvm() {
  local name names="llvm-$1-14 llvm-$1"
  [ "$(uname)" != Darwin ] || names=$1
  for name in $names; do
    if command -v "$name" >/dev/null 2>&1; then echo "$name"; return; fi
  done
  die "${names##* } is missing: .ci/deps dist"
}

# The identifier of a program's signature: enrolkit-ea is io.github.enrolkit.ea.
identifier() { echo "io.github.${1//-/.}"; }
