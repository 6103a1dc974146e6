#!/usr/bin/env bash
# Runs real ZooKeeper servers on loopback, makes them fail, and keeps their logs: fixtures/logs/<scenario>/.
# What it needs and what came of it: README.md beside this file.
#
#   test/recordings/record.sh            # lists the scenarios
#   test/recordings/record.sh NAME…      # records these
#
# The servers run in mount, network and process namespaces of their own: they may have the paths and the ports that
# any machine has, their packets may be dropped, and none outlives the recording.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fixtures=$here/../../fixtures/logs

# shellcheck source=servers.sh
. "$here/servers.sh"
# shellcheck source=scenarios.sh
. "$here/scenarios.sh"

# The function of a scenario.
functionOf() { sed -E 's/-(.)/\U\1/g' <<<"$1"; }

# keep: logs, configurations and observations go to the fixtures, named as an operator would collect them.
keep() {
  local folder id file
  rm -rf "${fixtures:?}/$scenario" && mkdir -p "$fixtures/$scenario"
  cp "$home/observed.txt" "$fixtures/$scenario"
  for folder in "$home"/*/; do
    id=$(basename "$folder")
    cp "$folder/zoo.cfg" "$fixtures/$scenario/zoo-$id.cfg"
    for file in "$folder"/zookeeper.log*; do
      [ -f "$file" ] && cp "$file" "$fixtures/$scenario/zookeeper-$id.${file##*/zookeeper.}"
    done
  done
}

# inside: the namespaces have no network, no names but localhost, and no data yet.
inside() {
  ip link set lo up
  hostname localhost
  mount -t tmpfs tmpfs /var/lib && mkdir -p "$home"
  echo "hosts: files" >/var/lib/nsswitch.conf && mount --bind /var/lib/nsswitch.conf /etc/nsswitch.conf
  : >"$home/observed.txt"
  "$(functionOf "$scenario")"
  keep
}

if [ $# -eq 0 ]; then
  printf '%s\n' "${scenarios[@]}"
elif [ "$1" = --inside ]; then
  scenario=$2
  inside
else
  for scenario; do
    if [[ " ${scenarios[*]} " != *" $scenario "* ]]; then
      echo "no such scenario: $scenario" >&2
      exit 2
    fi
    unshare --mount --net --uts --pid --fork --mount-proc --kill-child "${BASH_SOURCE[0]}" --inside "$scenario"
  done
fi
