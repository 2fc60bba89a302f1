#!/bin/sh
# make bench: attributes.sh BUILD. Every attribute of a fixture Mac, against the same questions put by shell scripts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ea=$1/ea/enrolkit-ea
root=$here/../fixtures/macs/healthy/root
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Instant stubs: on a Mac each of these takes tens of milliseconds.
mkdir "$work/bin"
stub() { printf '#!/bin/sh\n%s\n' "$2" > "$work/bin/$1"; chmod 755 "$work/bin/$1"; }
stub dscl 'case $* in *UniqueID*) echo "UniqueID: 499" ;; *admin*) echo "GroupMembership: root _mgmt" ;; *) echo "IsHidden: 1" ;; esac'
stub defaults 'case $* in *Version*) echo 11.14.1 ;; *) echo _mgmt ;; esac'
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=device -days 30 2>/dev/null > "$work/certificate.pem"
stub security "while IFS= read -r line; do echo \"\$line\"; done < $work/certificate.pem"

names=$("$ea" list | awk '{ print $1 }' | grep -v '^mdm$')  # of another volume, MDM is not asked
{
  echo "PATH=$work/bin:\$PATH"
  for name in $names; do echo "sh $here/shell/attribute.sh $name $root"; done
} > "$work/shell.sh"
for name in $names; do echo "$ea $name --root $root"; done > "$work/one-by-one.sh"
echo "$ea all --json --root $root" > "$work/at-once.sh"
for name in $names; do
  line=$(PATH=$work/bin:$PATH sh "$here/shell/attribute.sh" "$name" "$root")
  case $line in "<result>Unknown"* | "") echo "tests/bench/shell/attribute.sh does not answer $name: $line; write its twin there" >&2; exit 1 ;; esac
done

median() { # seconds
  hyperfine --style none --shell none --warmup 2 --runs "${RUNS:-15}" --export-json "$work/h.json" "sh $1" >/dev/null 2>&1
  sed -n 's/.*"median": \([0-9.e-]*\),*/\1/p' "$work/h.json" | head -n 1
}
row() { awk -v n="$1" -v s="$2" -v shell="$3" 'BEGIN { printf "  %-28s %8.1f ms  shell takes %.1f times as long\n", n, s * 1000, shell / s }'; }

count=$(echo "$names" | wc -l)
echo "$count attributes of one Mac; the shell with instant stubs for dscl, security and defaults; median of ${RUNS:-15}"
shell=$(median "$work/shell.sh")
row "shell, one script each" "$shell" "$shell"
row "enrolkit-ea, one run each" "$(median "$work/one-by-one.sh")" "$shell"
row "enrolkit-ea all" "$(median "$work/at-once.sh")" "$shell"
