#!/bin/sh
# make mutants: mutants.sh COPY. In a copy of the sources, turns each "could not look" of tools/evidence, one at a time,
# into "not there", and demands that a test then fails. What does not compile is no mutant.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
copy=$1
tests="core_test evidence_test ea_test cli_test"
TZ=UTC LC_ALL=C.UTF-8
export TZ LC_ALL

mkdir -p "$copy"
(cd "$here" && git ls-files -z | xargs -0 tar cf -) | tar xf - -C "$copy"
cd "$copy"
cmake --preset dev >/dev/null
# shellcheck disable=SC2086
build() { cmake --build --preset dev --target $tests >/dev/null 2>&1; }
pass() {
  for test in $tests; do
    timeout 300 "build/dev/tests/$test" --gtest_brief=1 >/dev/null 2>&1 || return 1
  done
}
build || { echo "mutants: the sources as they are do not build" >&2; exit 2; }
pass || { echo "mutants: the tests fail as they are" >&2; exit 2; }

# The statement that begins at a line, in which the value is exchanged: "return Unreadable{...};" and the like.
mutate() { # FILE LINE
  awk -v at="$2" '
    NR < at || done { print; next }
    { text = text $0
      if ($0 !~ /;( })?[),]*$/) next
      sub(/(Unreadable\{.*|\*why|u);/, "Absent{};", text); print text; done = 1 }' "$1"
}

killed=0 survived=0 none=0
for file in tools/evidence/*.cpp; do
  cp "$file" original
  # shellcheck disable=SC2013
  for line in $(grep -nE '(return|=|\{) *(Unreadable\{|\*why;|u;)' original | cut -d: -f1); do
    mutate original "$line" > "$file"
    if cmp -s original "$file" || ! build; then
      none=$((none + 1))
    elif pass; then
      survived=$((survived + 1))
      echo "survived: $file:$line: $(sed -n "${line}p" original | sed 's/^ *//')"
    else
      killed=$((killed + 1))
    fi
  done
  cp original "$file"
done
echo "$killed mutants were found out, $survived were not; $none places made none"
[ "$survived" -eq 0 ] && [ "$killed" -gt 0 ]
