# Sourced: a simulated Jamf Pro for a script. simulator BUILD WORK SAYS MACS [KIND]: starts it with its files below WORK, and
# sets the variables by which enrolkit reaches it; what it says goes to the file SAYS. It ends when descriptor 3 is closed,
# and then `wait "$simulator"` waits for it.
# shellcheck shell=sh
simulator() {
  [ -x "$1/tests/jamfpro/jamf_sim" ] || { echo "$1/tests/jamfpro/jamf_sim is not built" >&2; exit 2; } # the pipe below waits for a reader
  mkfifo "$2/open"
  sim_said=$3
  "$1/tests/jamfpro/jamf_sim" "$2" "$4" ${5:+"$5"} <"$2/open" 2>"$3" &
  simulator=$!
  exec 3>"$2/open"
  until [ -f "$2/env" ]; do
    kill -0 "$simulator" 2>/dev/null || { cat "$sim_said" >&2; exit 1; }
    sleep 0.1
  done
  # shellcheck disable=SC1091
  . "$2/env"
}
