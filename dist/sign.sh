#!/usr/bin/env bash
# Developer ID signatures and notarisation, for those who have Apple's certificates. Off by default:
# make dist ENROLKIT_SIGN=1 calls it, or a person does.
#   sign.sh programs FOLDER   signs every program in the folder, in place of the ad hoc signature
#   sign.sh package FILE      signs the package; submits it to Apple and staples the ticket where a notary key is given
# Identities and keys come from the environment or the keychain, never from a file of the project:
#   on a Mac   ENROLKIT_APPLICATION, ENROLKIT_INSTALLER  names in the keychain ("Developer ID Application: ...")
#              ENROLKIT_NOTARY        a profile of `xcrun notarytool store-credentials`
#   on Linux   ENROLKIT_APPLICATION_P12, ENROLKIT_INSTALLER_P12  files, with ENROLKIT_P12_PASSWORD_FILE
#              ENROLKIT_NOTARY_KEY    the JSON file of `rcodesign encode-app-store-connect-api-key`
#              ENROLKIT_TIMESTAMP_URL Apple's time stamp server unless set ("none" for trials without a network)
# rcodesign is the crate apple-codesign, 0.29: cargo install apple-codesign --locked (a Rust of 1.81 or newer).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=dist/lib.sh
. "$here/lib.sh"

part=
trap '[ -z "$part" ] || rm -f "$part"' EXIT  # what was not finished has no final name, and goes
usage() { die "usage: sign.sh programs FOLDER | sign.sh package FILE"; }
need() { [ -n "${!1:-}" ] || die "$1 is not set: see the head of dist/sign.sh"; }
has() { command -v "$1" >/dev/null 2>&1 || die "$1 is missing: $2"; }

rcodesign_sign() {  # P12 FILE OPTIONS...
  local p12=$1 file=$2
  shift 2
  [ -r "$p12" ] || die "$p12: cannot be read"
  need ENROLKIT_P12_PASSWORD_FILE
  local time=(--timestamp-url "${ENROLKIT_TIMESTAMP_URL:-http://timestamp.apple.com/ts01}")
  rcodesign sign --p12-file "$p12" --p12-password-file "$ENROLKIT_P12_PASSWORD_FILE" "${time[@]}" "$@" "$file" ||
    die "$(basename "$file"): rcodesign could not sign it"
}

sign_program() {  # a copy is signed, and takes the original's place when it is
  local file=$1 name
  name=$(basename "$file")
  part=$(dirname "$file")/.$name.part
  cp "$file" "$part"
  if [ "$(uname)" = Darwin ]; then
    need ENROLKIT_APPLICATION
    codesign --force --sign "$ENROLKIT_APPLICATION" --options runtime --timestamp --identifier "$(identifier "$name")" "$part"
    codesign --verify --strict "$part"
  else
    need ENROLKIT_APPLICATION_P12
    rcodesign_sign "$ENROLKIT_APPLICATION_P12" "$part" --code-signature-flags runtime --binary-identifier "$(identifier "$name")"
  fi
  mv "$part" "$file"
}

sign_package() {
  local file=$1
  part=$(dirname "$file")/.$(basename "$file" .pkg).part.pkg
  if [ "$(uname)" = Darwin ]; then
    need ENROLKIT_INSTALLER
    productsign --timestamp --sign "$ENROLKIT_INSTALLER" "$file" "$part"
    if [ -n "${ENROLKIT_NOTARY:-}" ]; then
      xcrun notarytool submit "$part" --keychain-profile "$ENROLKIT_NOTARY" --wait
      xcrun stapler staple "$part"
    fi
  else
    need ENROLKIT_INSTALLER_P12
    cp "$file" "$part"
    rcodesign_sign "$ENROLKIT_INSTALLER_P12" "$part"
    if [ -n "${ENROLKIT_NOTARY_KEY:-}" ]; then
      rcodesign notary-submit --api-key-file "$ENROLKIT_NOTARY_KEY" --wait --staple "$part"
    fi
  fi
  mv "$part" "$file"
}

[ $# = 2 ] || usage
[ "$(uname)" = Darwin ] || has rcodesign "cargo install apple-codesign --version 0.29.0 --locked"
case $1 in
  programs)
    [ -d "$2" ] || die "$2: no folder"
    for program in $ENROLKIT_PROGRAMS; do sign_program "$2/$program"; done
    ;;
  package)
    [ -f "$2" ] || die "$2: no file"
    sign_package "$2"
    ;;
  *) usage ;;
esac
