# Sourced: a fixture Mac as a folder, with the modification times that git does not keep. lay_out FIXTURE INTO
# shellcheck shell=sh
lay_out() {
  mkdir -p "$2"
  cp -R "$1/root/." "$2/"
  sed -n '/^modified /p' "$1/manifest.txt" | while read -r line; do
    path=$(echo "$line" | sed 's/^modified //; s/ [^ ]* [^ ]*$//')
    day=$(echo "$line" | awk '{ print $(NF - 1) }')
    time=${line##* }
    file=$2$path
    [ -e "$file" ] || file=$2/private$path
    touch -t "$(echo "$day$time" | sed 's/[-:]//g; s/\(..\)$/.\1/')" "$file"
  done
}
