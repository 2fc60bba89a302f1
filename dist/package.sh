#!/usr/bin/env bash
# package.sh PROGRAMS OUT: from the programs to what a Mac admin downloads. PROGRAMS holds enrolkit-ea, enrolkit-repair
# and enrolkit; OUT is made again, whole or not at all:
#   enrolkit-VERSION.pkg  enrolkit-VERSION-product.pkg  enrolkit-VERSION-macos.tar.gz  NOTICES.txt
#   enrolkit-VERSION.cdx.json  jamf/  SHA256SUMS
# ENROLKIT_PACKAGE_URL: where Macs will fetch the product archive; then its manifests for MDM are written, too (manifest.py).
# ENROLKIT_SHARE: a folder that goes into the archive of the administrator's program: man pages and completions (release.sh).
# ENROLKIT_TOOLS: a folder with enrolkit-pkg and enrolkit-definitions; without it they are built (preset package).
# ENROLKIT_TEAM_ID: the Team ID that signed the programs, for the privacy profile.
# SOURCE_DATE_EPOCH: the time of everything; without it the commit's. Exit status 2 and one line on trouble.
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
die() { echo "enrolkit: package: $*" >&2; exit 2; }

[ $# = 2 ] || die "usage: package.sh PROGRAMS OUT"
programs=$1 out=${2%/}
for program in enrolkit-ea enrolkit-repair enrolkit; do
  [ -f "$programs/$program" ] || die "$programs/$program: is missing; build the programs first (make dist)"
done
for tool in python3 install; do command -v "$tool" >/dev/null 2>&1 || die "$tool is missing: .ci/deps dist"; done
version=$(sed -n 's/^project(enrolkit VERSION \([0-9.]*\).*/\1/p' "$here/../CMakeLists.txt")
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2>/dev/null) || die "no git history here: set SOURCE_DATE_EPOCH"
fi
export SOURCE_DATE_EPOCH
if [ -z "${ENROLKIT_TOOLS:-}" ]; then
  (cd "$here/.." && cmake --preset package && cmake --build --preset package --target enrolkit-pkg enrolkit-definitions) >&2 ||
    die "cannot build the packaging tools"
  ENROLKIT_TOOLS=$here/../build/package/dist
fi

mkdir -p "$(dirname "$out")" || die "cannot write $out"
out=$(cd "$(dirname "$out")" && pwd)/$(basename "$out")
work=$(mktemp -d "$out.part.XXXXXX") || die "cannot write beside $out"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
root=$work/root scripts=$work/scripts new=$work/new
library=$root/Library/Enrolkit
install -d -m 755 "$new" "$new/jamf" "$scripts" "$library/bin" "$library/share" "$root/Library/LaunchDaemons" \
  "$root/private/etc/newsyslog.d"

python3 "$here/notices.py" "${ENROLKIT_SOURCES:-$here/cross/sources.json}" "$here/licences" "$version" "$new" || exit 2
chmod 644 "$new"/NOTICES.txt "$new"/*.cdx.json

# The payload. Every folder on the way has the system's own mode, 755: the package sets it.
install -m 755 "$programs/enrolkit-ea" "$programs/enrolkit-repair" "$here/mac/watchdog.sh" "$library/bin/"
install -m 644 "$here/../LICENSE" "$new/NOTICES.txt" "$library/share/"
install -m 644 "$here/mac/io.github.enrolkit.conf" "$root/private/etc/newsyslog.d/"
install -m 644 "$here/mac/io.github.enrolkit.watchdog.plist" "$root/Library/LaunchDaemons/"

# The uninstaller knows what is laid down; postinstall, what another version did and this one does not.
files=$(cd "$root" && { find . -type f | sed 's/^\.//'; echo /Library/Enrolkit/bin/uninstall.sh; } | LC_ALL=C sort)
left=$(grep -vxF "$files" "$here/pkg/ever.txt") || true
fill() {  # MARK FROM TO, with TEXT in place of the line MARK
  awk -v mark="$1" 'BEGIN { text = ENVIRON["TEXT"] } $0 == mark { print text; next } { print }' "$2" >"$3"
  chmod 755 "$3"
}
TEXT=$files fill @FILES@ "$here/mac/uninstall.sh" "$library/bin/uninstall.sh"
TEXT=$left fill @LEFT@ "$here/pkg/scripts/postinstall" "$scripts/postinstall"
unknown=$(grep -vxFf "$here/pkg/ever.txt" <<<"$files") || true
[ -z "$unknown" ] || die "dist/pkg/ever.txt lacks ${unknown//$'\n'/, }: it must list every path that a package ever installed"

package=enrolkit-$version.pkg product=enrolkit-$version-product.pkg
most=3500000 # 3,000,000 were planned: lib.sh says what the programs have more
"$ENROLKIT_TOOLS/enrolkit-pkg" --root "$root" --scripts "$scripts" --identifier io.github.enrolkit.pkg \
  --version "$version" --product "$new/$product" "$new/$package" || exit 2
for file in "$package" "$product"; do
  bytes=$(wc -c <"$new/$file")
  [ "$bytes" -le "$most" ] || die "$file: $bytes bytes, the budget is $most"
  [ -z "${ENROLKIT_SIGN:-}" ] || "$here/sign.sh" package "$new/$file" || exit 2
done
[ -z "${ENROLKIT_PACKAGE_URL:-}" ] || python3 "$here/manifest.py" --url "$ENROLKIT_PACKAGE_URL" "$new/$product" || exit 2

admin=$work/enrolkit-$version-macos
install -d -m 755 "$admin"
install -m 755 "$programs/enrolkit" "$admin/"
install -m 644 "$here/../LICENSE" "$here/../README.md" "$new/NOTICES.txt" "$admin/"
[ -z "${ENROLKIT_SHARE:-}" ] || cp -R "$ENROLKIT_SHARE/." "$admin/"
python3 "$here/tarball.py" "$new/$(basename "$admin").tar.gz" "$admin" || exit 2
chmod 644 "$new/$(basename "$admin").tar.gz"

"$ENROLKIT_TOOLS/enrolkit-definitions" --package "$package" ${ENROLKIT_TEAM_ID:+--team-id "$ENROLKIT_TEAM_ID"} "$new/jamf" || exit 2

sum=(sha256sum)
command -v sha256sum >/dev/null 2>&1 || sum=(shasum -a 256)
(cd "$new" && find . -type f ! -name SHA256SUMS | sed 's/^\.\///' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${sum[@]}" >"$work/sums") ||
  die "cannot compute SHA-256 sums"
install -m 644 "$work/sums" "$new/SHA256SUMS"

# Into place in one step; what was there before goes only then.
[ ! -e "$out" ] || { [ -d "$out" ] && [ ! -L "$out" ]; } || die "$out: is there already, and is not a folder"
[ ! -e "$out" ] || mv "$out" "$work/old"
mv "$new" "$out" || { [ ! -e "$work/old" ] || mv "$work/old" "$out"; die "cannot write $out"; }
echo "enrolkit: package: $out" >&2
