#!/bin/sh
# Removes what the package laid down, and nothing else. --state: also /var/db/enrolkit (journal, backups of Jamf's
# keychain) and the log. Exit status: 0 done; 2 not, or wrong usage.
set -u

files() {
  /bin/cat <<'LIST'
@FILES@
LIST
}

main() {
  [ "$#" = 0 ] || [ "$*" = --state ] || { echo 'usage: uninstall.sh [--state]' >&2; exit 2; }
  [ "$(/usr/bin/id -u)" = 0 ] || { echo 'enrolkit: as root: sudo /Library/Enrolkit/bin/uninstall.sh' >&2; exit 2; }
  /bin/launchctl bootout system/io.github.enrolkit.watchdog 2>/dev/null
  /bin/launchctl bootout system/io.github.enrolkit.hand-over 2>/dev/null
  status=0
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
