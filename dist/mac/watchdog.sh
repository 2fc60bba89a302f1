#!/bin/sh
# Starts or stops enrolkit's watchdog, as the settings say (Watchdog.Enabled). As root, after they have changed; the
# package's postinstall runs it too. Exit status: 0 done; 2 it could not be done.
set -u
label=io.github.enrolkit.watchdog
plist=/Library/LaunchDaemons/$label.plist

# An access control list, which may let others write: a line of its own below that of ls, and a + behind the mode; where
# macOS has other attributes to show, @ stands in its place, so that the line counts. What ls cannot say may be one.
has_list() {
  listed=$(/bin/ls -lde "$1" 2>/dev/null) || return 0
  case ${listed%% *} in *+) return 0 ;; esac
  [ "$(printf '%s\n' "$listed" | /usr/bin/wc -l)" -gt 1 ]
}

# The first file with the key decides: what a profile manages, then what was set on the Mac. A file that others than
# root may write does not count, by its mode or by a list, as in the programs. One that cannot be read may have said either: that is no answer.
wanted() {
  for file in '/Library/Managed Preferences/io.github.enrolkit.plist' /Library/Preferences/io.github.enrolkit.plist; do
    found=$(/usr/bin/find "$file" -maxdepth 0 -type f -user 0 ! -perm -020 ! -perm -002 2>/dev/null)
    [ -n "$found" ] || continue
    has_list "$file" && continue
    /usr/libexec/PlistBuddy -c Print "$file" >/dev/null 2>&1 || { echo "enrolkit: $file cannot be read" >&2; return 2; }
    value=$(/usr/libexec/PlistBuddy -c 'Print :Watchdog:Enabled' "$file" 2>/dev/null)
    case $value in true | false) echo "$value" && return ;; esac
  done
  echo false
}

# By the lock of the repair, which root alone can take: a process's arguments are whatever its user wrote, and su's or
# sudo's is root's. Where the program cannot tell, one may be.
at_work() { ! /Library/Enrolkit/bin/enrolkit-repair status --at-work >/dev/null 2>&1; }
loaded() { /bin/launchctl print "system/$label" >/dev/null 2>&1; }

# What launchctl ended with proves nothing, and an end takes launchd its time.
unload() {
  /bin/launchctl bootout "system/$label" 2>/dev/null
  tries=0
  while loaded; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || { echo 'enrolkit: launchd still has the watchdog' >&2; return 2; }
    /bin/sleep 1
  done
}

start() {
  /bin/launchctl enable "system/$label"
  # Never under its feet: this may run in a policy that the watchdog itself has asked for. It is on, then.
  loaded && at_work && return 0
  unload || return 2
  tries=0
  until /bin/launchctl bootstrap system "$plist" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || { echo "enrolkit: launchd does not take $plist" >&2; return 2; }
    /bin/sleep 1
  done
  echo 'enrolkit: the watchdog is on'
}

stop() {
  /bin/launchctl disable "system/$label" ||
    { echo 'enrolkit: launchd does not disable the watchdog' >&2; return 2; }
  tries=0
  while at_work; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || { echo 'enrolkit: the watchdog is at work; run this again later' >&2; return 2; }
    /bin/sleep 1
  done
  unload || return 2
  echo 'enrolkit: the watchdog is off'
}

[ "$(/usr/bin/id -u)" = 0 ] || { echo 'enrolkit: as root: sudo /Library/Enrolkit/bin/watchdog.sh' >&2; exit 2; }
[ -f "$plist" ] || { echo "enrolkit: $plist is not there; install the package again" >&2; exit 2; }
on=$(wanted) || exit 2
if [ "$on" = true ]; then start; else stop; fi
