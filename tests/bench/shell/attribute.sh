#!/bin/sh
# shellcheck disable=SC2010,SC2015  # as the scripts in use do it
# One extension attribute as shell scripts in use write it, for comparison only: attribute.sh NAME ROOT. The tools of
# macOS it calls (dscl, security, profiles, defaults, PlistBuddy) are instant stubs on PATH: what is measured is the
# shell and its small tools. It knows far less than enrolkit: no year of a log line, no pairing of keys, no conflict.
name=$1 root=$2
log=$root/private/var/log/jamf.log
keychain="$root/Library/Application Support/JAMF/JAMF.keychain"
result() { printf '<result>%s</result>\n' "$1"; }

account() { defaults read /Library/Preferences/io.github.enrolkit ManagementAccount; }
certificate() { security find-certificate -a -p "$keychain" | openssl x509 -noout -enddate -issuer -serial 2>/dev/null; }
last_of() { grep -E "$1" "$log" | tail -n 1; }
date_of() { printf '%s\n' "$1" | awk '{ print $2, $3, $4 }'; }

case $name in
  management-account)
    user=$(account)
    if dscl . -read "/Users/$user" UniqueID >/dev/null 2>&1; then
      uid=$(dscl . -read "/Users/$user" UniqueID | awk '{ print $2 }')
      hidden=$(dscl . -read "/Users/$user" IsHidden | awk '{ print $2 }')
      dscl . -read /Groups/admin GroupMembership | grep -qw "$user" && admin=yes || admin=no
      result "Present; name=$user; uid=$uid; admin=$admin; hidden=$hidden"
    else
      result "Absent; name=$user"
    fi ;;
  account-conflict)
    user=$(account)
    dscl . -list /Users UniqueID | awk -v u="$user" 'tolower($1) == tolower(u) { n++ } END { exit n > 1 }' &&
      result "None; name=$user" || result "Conflict; name=$user" ;;
  jamf-keychain)
    if [ ! -f "$keychain" ]; then result Missing; else
      end=$(certificate | awk -F= '/notAfter/ { print $2 }')
      mode=$(stat -c %a "$keychain" 2>/dev/null || stat -f %Lp "$keychain")
      [ -n "$end" ] && result "Healthy; expires=$end; mode=$mode" || result NoCertificate
    fi ;;
  device-signature)
    count=$(grep -c 'Device Signature Error' "$log")
    [ "$count" -eq 0 ] && result Valid || result "Broken; count=$count; since=$(date_of "$(last_of 'Device Signature Error')")" ;;
  enrolment)
    code=$(last_of 'Enroll return code' | awk '{ print $NF }')
    [ "$code" = 0 ] && result "Complete; code=0" || result "Failed; code=$code" ;;
  framework)
    [ -x "$root/usr/local/jamf/bin/jamf" ] || { result Missing; exit; }
    [ -L "$root/usr/local/bin/jamf" ] && link=yes || link=no
    version=$(defaults read "$root/Library/Application Support/JAMF/Jamf.app/Contents/Info" CFBundleShortVersionString)
    daemons=$(ls "$root/Library/LaunchDaemons" | grep -c com.jamf)
    result "Healthy; version=$version; link=$link; daemons=$daemons" ;;
  summary)
    if grep -q 'Device Signature Error' "$log"; then result Attention; else result Healthy; fi ;;
  last-contact) result "$(date_of "$(last_of 'Checking for patches|No patch policies were found')")" ;;
  certificate-expiry) result "$(certificate | awk -F= '/notAfter/ { print $2 }')" ;;
  enrolment-failed-at) result "$(date_of "$(last_of 'Enroll return code: [1-9]')")" ;;
  repair)
    journal=$root/private/var/db/enrolkit/journal.jsonl
    [ -f "$journal" ] || { result None; exit; }
    last=$(tail -n 1 "$journal" | sed -n 's/.*"verdict":"\([^"]*\)".*/\1/p')
    result "${last:-Unfinished}" ;;
  *) result "Unknown" ;;
esac
