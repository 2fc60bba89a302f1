#!/bin/sh
# Removes what the package laid down, and nothing else. --state: also /var/db/enrolkit (journal, backups of Jamf's
# keychain) and the log. Exit status: 0 done; 2 not, or wrong usage; nothing is removed while a repair is at work, since an
# enrolment that is cut off leaves the Mac half enrolled.
set -u

files() {
  /bin/cat <<'LIST'
@FILES@
LIST
}

main() {
  [ "$#" = 0 ] || [ "$*" = --state ] || { echo 'usage: uninstall.sh [--state]' >&2; exit 2; }
  [ "$(/usr/bin/id -u)" = 0 ] || { echo 'enrolkit: as root: sudo /Library/Enrolkit/bin/uninstall.sh' >&2; exit 2; }
  repair=/Library/Enrolkit/bin/enrolkit-repair
  if [ -e "$repair" ]; then
    said=$("$repair" status --at-work 2>&1) || { echo "enrolkit: ${said:-$repair does not run}; run this again later" >&2; exit 2; }
  fi
  status=0
  for job in watchdog hand-over; do
    /bin/launchctl bootout "system/io.github.enrolkit.$job" 2>/dev/null
    tries=0
    while /bin/launchctl print "system/io.github.enrolkit.$job" >/dev/null 2>&1; do
      tries=$((tries + 1))
      [ "$tries" -lt 10 ] || { echo "enrolkit: launchd still has the $job" >&2; status=2; break; }
      /bin/sleep 1
    done
  done
  files | while IFS= read -r file; do /bin/rm -f "$file" || exit 2; done || status=2
  for folder in share/licences share bin; do /bin/rmdir "/Library/Enrolkit/$folder" 2>/dev/null; done
  /bin/rmdir /Library/Enrolkit 2>/dev/null
  if [ "${1:-}" = --state ]; then
    /bin/rm -rf /private/var/db/enrolkit /private/var/log/enrolkit.log /private/var/log/enrolkit.log.[0-9]* || status=2
  fi
  /usr/sbin/pkgutil --forget io.github.enrolkit.pkg >/dev/null 2>&1
  [ "$status" = 0 ] && echo 'enrolkit: removed'
  exit "$status"
}

main "$@" # read whole before it removes itself
