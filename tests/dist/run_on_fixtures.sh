#!/usr/bin/env bash
# One slice of the very artefacts, run without a Mac: run_on_fixtures.sh ARCH PLACE RELEASE WORK
# PLACE is the folder of the Mac programs, RELEASE a build of the same sources for this Linux, WORK a folder to build
# macho-run in. Both programs look at each fixture Mac at the fixture's own time of day, and must say the same bytes and end
# with the same status. ENROLKIT_SAMPLE=N: every N-th fixture only, another part of them each day.
# Needs ../shared/tools/macho-run (x86_64 Linux only), for arm64 also qemu; says so and passes where it is not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
arch=${1:?} place=$(cd "${2:?}" && pwd) release=$(cd "${3:?}" && pwd) work=${4:?}
# shellcheck source=dist/lib.sh
. "$here/../../dist/lib.sh"
# shellcheck source=tests/dist/macho.sh
. "$here/macho.sh"
# shellcheck source=tests/lay_out.sh
. "$here/../lay_out.sh"

macho_is_here "$arch" "$work" || exit 0
macs=$(mktemp -d)
trap 'rm -rf "$macs"' EXIT
export TZ=UTC LC_ALL=C.UTF-8

wrong=0 lines=0 runs=0
for program in $ENROLKIT_PROGRAMS; do
  # What macOS has and macho-run has not: 128-bit division, the hardware's UUID and the list of processes (asked on / only),
  # the size of a character (libarchive, for names in another encoding), the entries of an access control list (no file has one there), and what SQLite asks of a disk and of memory. A call
  # of one would end the program with status 125, and be seen below.
  "$macho" --list-imports "$place/$program" >"$work/imports-$program.txt" || true
  absent='___udivti3|___divti3|_gethostuuid|_proc_listallpids|_proc_pidinfo|___mb_cur_max|_acl_get_(entry|permset_mask_np|tag_type)'
  [ "$program" != enrolkit ] || absent="$absent|_fsctl|_malloc_(create_zone|set_zone_name)|_tc[gs]etattr|_srandomdev|___darwin_check_fd_set_overflow"
  unknown=$(awk -v absent="^($absent)\$" '$2 != "supported" && $1 !~ absent' "$work/imports-$program.txt")
  [ -z "$unknown" ] || { echo "$program: imports that are not known: $unknown"; wrong=1; }
done

# compare FIXTURE NOW PROGRAM ARGUMENTS...
compare() {
  local name=$1 now=$2 program=$3 linux=0 mac=0 where=ea
  shift 3
  case $program in enrolkit) where=tools ;; enrolkit-repair) where=policies ;; esac
  # The steady clock runs on: the limits of our programs are measured by it.
  FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f "$now" "$release/$where/$program" "$@" >"$macs/linux" 2>"$macs/linux.err" </dev/null || linux=$?
  "$macho" --time "$(date -d "$now" +%s)" -- "$place/$program" "$@" >"$macs/mac" 2>"$macs/mac.err" </dev/null || mac=$?
  # How long a look took may differ.
  sed -i -E 's/"took_us": ?[0-9]+/"took_us":0/g; s/[0-9.]+ ?(us|µs|ms)$/TIME/' "$macs/linux" "$macs/mac"
  runs=$((runs + 1)) lines=$((lines + $(wc -l <"$macs/mac")))
  if [ "$linux" != "$mac" ] || ! cmp -s "$macs/linux" "$macs/mac" || ! cmp -s "$macs/linux.err" "$macs/mac.err"; then
    wrong=$((wrong + 1))
    echo "DIFFERENT on $name: $program $* (status $linux on Linux, $mac from the Mac slice)"
    diff "$macs/linux" "$macs/mac" | head -n 6 || true
    diff "$macs/linux.err" "$macs/mac.err" | head -n 6 || true
  fi
}

attributes=$("$release/ea/enrolkit-ea" list | awk '{ print $1 }')
every=${ENROLKIT_SAMPLE:-1} number=$(($(date +%s) / 86400))
for fixture in "$here"/../fixtures/macs/*/; do
  number=$((number + 1))
  [ $((number % every)) = 0 ] || continue
  name=$(basename "$fixture")
  lay_out "$fixture" "$macs/$name"
  now=$(sed -n 's/^now //p' "$fixture/manifest.txt")
  now=${now:-2026-03-02 12:00:00}
  for attribute in $attributes; do compare "$name" "$now" enrolkit-ea "$attribute" --root "$macs/$name"; done
  compare "$name" "$now" enrolkit-ea all --json --root "$macs/$name"
  compare "$name" "$now" enrolkit explain --json --root "$macs/$name"
  compare "$name" "$now" enrolkit explain --root "$macs/$name"
  # The archive that is read is the Mac slice's: it writes after the other.
  compare "$name" "$now" enrolkit collect --root "$macs/$name" --force -o "$macs/$name.tar.gz"
  compare "$name" "$now" enrolkit explain --json "$macs/$name.tar.gz"
  compare "$name" "$now" enrolkit-repair --dry-run --root "$macs/$name"
  compare "$name" "$now" enrolkit-repair --root "$macs/$name" status
  compare "$name" "$now" enrolkit-repair --root "$macs/$name" status --json
done
# Wrong usage and no Mac at all end alike, too.
for program in $ENROLKIT_PROGRAMS; do
  compare none "2026-03-02 12:00:00" "$program" --version
  compare none "2026-03-02 12:00:00" "$program" no-such-word
  compare none "2026-03-02 12:00:00" "$program" --help
done
compare none "2026-03-02 12:00:00" enrolkit-ea list --json
compare none "2026-03-02 12:00:00" enrolkit explain --json --root /nonexistent

# `server` as far as no network is asked: its words, its refusals, and the export for Terraform, which reads every definition.
for words in "--help" "check --help" "conflict --help" "stuck --help" "repair --help" "publish --help" "check --print-role" \
  "check --print-role --json" "no-such-word" "stuck" "--url http://jamf.example.org check" "--url https://jamf.example.org check" \
  "--url https://jamf.example.org --client-id id --secret-file /nonexistent stuck" "publish /nonexistent"; do
  # shellcheck disable=SC2086
  compare none "2026-03-02 12:00:00" enrolkit server $words
done
# ENROLKIT_TOOLS: a folder with the tools of dist that somebody built already; else they are built (preset package).
tools=${ENROLKIT_TOOLS:-$here/../../build/package/dist}
[ -n "${ENROLKIT_TOOLS:-}" ] ||
  (cd "$here/../.." && cmake --preset package && cmake --build --preset package --target enrolkit-definitions) >"$work/definitions.log" 2>&1 ||
  { tail -n 5 "$work/definitions.log"; exit 1; }
mkdir "$macs/jamf"
"$tools/enrolkit-definitions" --package enrolkit-0.0.0.pkg "$macs/jamf" >"$work/definitions.log"
for which in linux mac; do
  program="$release/tools/enrolkit"
  [ "$which" = linux ] || program="$macho --time 1772452800 -- $place/enrolkit"
  # shellcheck disable=SC2086
  $program server publish "$macs/jamf" --export terraform "$macs/terraform" >"$macs/$which" 2>&1 || echo "status $?" >>"$macs/$which"
  mv "$macs/terraform/enrolkit.tf" "$macs/$which.tf"
done
runs=$((runs + 1)) lines=$((lines + $(wc -l <"$macs/mac.tf")))
if ! cmp "$macs/linux" "$macs/mac" || ! cmp "$macs/linux.tf" "$macs/mac.tf"; then
  wrong=$((wrong + 1))
  echo "DIFFERENT: the export for Terraform"
fi

[ "$runs" -gt $((700 / every)) ] || { echo "only $runs runs: the fixtures were not found"; exit 1; }
echo "the $arch slices ran $runs times, $lines lines compared, $wrong different"
[ "$wrong" = 0 ]
