# What is done to the servers, one function a scenario. Sourced by record.sh, within the namespaces that it makes.
# shellcheck shell=bash disable=SC2046,SC2034 # lists of ids are to be split; servers.sh reads what is set here

# The list that record.sh knows; a function's name is the scenario's with capitals for hyphens.
scenarios=(
  three-confluent five-strimzi apache-conf paused-leader unresolved-host id-not-in-list missing-myid port-taken
  epoch-older-than-zxid accepted-epoch-behind members-disagree unlisted-follower wiped-majority
  hierarchical leader-port-blocked slow-snapshot partition one-way ensemble-restarts follower-restarts debug-staggered
  skewed-clocks time-zones deposed-leader deposed-leader-late deposed-leader-killed
  lagging-follower restarted-ensemble
)

# crashLeaderOf ID…: the leader is killed, the others elect; tells who it was in $crashed.
crashLeaderOf() {
  crashed=$(leader "$@")
  mark
  crash "$crashed"
  settled $(others "$crashed" "$@")
  note "killed leader $crashed"
  observe "$@"
}

# bringBack ID ID…: the first of these starts again.
bringBack() {
  mark
  start "$1"
  settled "$1"
  note "server $1 is back"
  shift
  observe "$@"
}

threeConfluent() {
  layout=$confluentLayout
  ensemble 1 2 3
  start 1
  sleep 2
  start 2
  settled 1 2
  start 3
  settled 3
  write 1 4
  observe 1 2 3
  crashLeaderOf 1 2 3
  bringBack "$crashed" 1 2 3
}

fiveStrimzi() {
  layout=$strimziLayout
  ensemble 1 2 3 4 5
  start 1 2 3 4 5
  settled 1 2 3 4 5
  write 2 4
  observe 1 2 3 4 5
  crash 2
  note "killed follower 2"
  bringBack 2 1 2 3 4 5
  crashLeaderOf 1 2 3 4 5
  bringBack "$crashed" 1 2 3 4 5
}

# Rolled files, and a start in the middle of one.
apacheConf() {
  fileSize=16KB
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  write 1 2
  observe 1 2 3
  crashLeaderOf 1 2 3
  bringBack "$crashed" 1 2 3
}

# Longer than syncLimit, so that the others elect without it.
pausedLeader() {
  local paused
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  paused=$(leader 1 2 3)
  observe 1 2 3
  mark
  signal STOP "$paused"
  settled $(others "$paused" 1 2 3)
  note "stopped leader $paused (SIGSTOP)"
  observe $(others "$paused" 1 2 3)
  mark
  signal CONT "$paused"
  settled "$paused"
  note "server $paused goes on (SIGCONT)"
  observe 1 2 3
}

unresolvedHost() {
  local id
  for id in 1 2; do
    { members 1 2 && echo "server.3=no-such-host.invalid:22803:23803"; } | configure "$id"
  done
  start 1
  sleep 8
  start 2
  settled 1 2
  observe 1 2
}

idNotInList() {
  ensemble 1 2 3
  members 1 2 3 | configure 4
  start 1 2 3
  settled 1 2 3
  start 4
  await 4 'not in the peer list'
  observe 1 2 3 4
}

missingMyid() {
  ensemble 1 2 3
  rm "$home/3/data/myid"
  start 1 2 3
  settled 1 2
  await 3 'myid file is missing'
  observe 1 2 3
}

# Another program has the port on which server 2 would hear of elections.
portTaken() {
  ensemble 1 2 3
  node -e 'require("node:net").createServer().listen(23802)' &
  start 1 2 3
  settled 1 3
  await 2 "leaving the listener thread"
  sleep 5
  observe 1 2 3
}

# badEpoch FILE: a follower of the second epoch is given a file of the first.
badEpoch() {
  rest=WARN
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  write 1 2
  mark
  crash 1 2 3
  start 1 2 3
  settled 1 2 3
  write 1 2
  observe 1 2 3
  hurt=$(others "$(leader 1 2 3)" 1 2 3 | head -1)
  mark
  crash "$hurt"
  echo 1 >"$home/$hurt/data/version-2/$1"
  start "$hurt"
  await "$hurt" 'Unable to load database on disk'
  note "stopped follower $hurt, wrote 1 to its $1 and started it"
  sleep 1
  observe 1 2 3
}
epochOlderThanZxid() { badEpoch currentEpoch; }
acceptedEpochBehind() { badEpoch acceptedEpoch; }

# 1 knows 1, 2 and 3; 2 and 4 know 1, 2 and 4, elect 4, and tell 1 of a leader that it has never heard of.
membersDisagree() {
  members 1 2 3 | configure 1
  members 1 2 4 | configure 2
  members 1 2 4 | configure 4
  start 2 4
  settled 2 4
  start 1
  await 1 'Notification time out' 5
  observe 1 2 4
}

# 1 and 2 know 1, 2 and 3; 4 knows 1, 2 and 4. 2 leads, and 4 follows it all the same.
unlistedFollower() {
  local id
  for id in 1 2; do members 1 2 3 | configure "$id"; done
  members 1 2 4 | configure 4
  start 1 4
  sleep 5
  start 2
  settled 1 2 4
  observe 1 2 4
}

# Three groups of three: two groups make a quorum, one and a half do not.
hierarchical() {
  local id
  rest=WARN
  for id in 1 2 3 4 5 6 7 8 9; do
    {
      members 1 2 3 4 5 6 7 8 9
      printf '%s\n' group.1=1:2:3 group.2=4:5:6 group.3=7:8:9
      printf 'weight.%s=1\n' 1 2 3 4 5 6 7 8 9
    } | configure "$id"
  done
  start 1 2 3 4 5 6 7 8 9
  settled 1 2 3 4 5 6 7 8 9
  observe 1 2 3 4 5 6 7 8 9
  mark
  crash 7 8 9
  sleep 3
  settled 1 2 3 4 5 6
  note "killed group 3"
  observe 1 2 3 4 5 6
  mark
  crash 4 6
  await 5 'New election'
  sleep 2
  note "killed 4 and 6"
  observe 1 2 3 5
}

# 3 wins every election, and nobody can reach it as a leader.
leaderPortBlocked() {
  rest=WARN
  ensemble 1 2 3
  iptables -A INPUT -p tcp --dport 22803 -j DROP
  start 3
  await 3 'New election'
  start 1
  await 1 'LEADING|FOLLOWING'
  start 2
  await 3 'New election' 4
  observe 1 2 3
  mark
  iptables -F INPUT
  settled 1 2 3
  note "port 22803 open again"
  observe 1 2 3
}

# 3 has data, 1 has none, 2 is down, and the line is too slow for the snapshot to get across within initLimit.
slowSnapshot() {
  local id value
  initLimit=4
  hosts 1 2 3
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  value=$(head -c 90000 /dev/zero | tr '\0' x)
  for id in {1..40}; do echo "create /record-$id $value"; done | client 3
  observe 1 2 3
  crash 1 2 3
  rm -r "$home/1/data/version-2"
  note "killed all, emptied 1, slowed the line of 3 down to 4 Mbit/s"
  tc -n zoo3 qdisc add dev eth0 root tbf rate 4mbit burst 32kb latency 400ms
  mark
  start 1 3
  await 3 'New election' 4
  note "started 1 and 3"
  observe 1 2 3
  mark
  tc -n zoo3 qdisc del dev eth0 root
  settled 1 3
  note "the line is as fast as before"
  observe 1 2 3
}

# 1 and 2 lose their data and elect each other, in an epoch that 3 is past.
wipedMajority() {
  local time
  rest=WARN
  ensemble 1 2 3
  for time in 1 2; do
    mark
    start 1 2 3
    settled 1 2 3
    write 1 2
    observe 1 2 3
    crash 1 2 3
  done
  rm -r "$home"/{1,2}/data/version-2
  note "killed all, emptied 1 and 2"
  mark
  start 1 2
  settled 1 2
  note "started 1 and 2"
  observe 1 2 3
  start 3
  await 3 'New election' 3
  note "started 3"
  observe 1 2 3
}

# The leader and one more are cut off from the three others.
partition() {
  local old with
  rest=WARN
  hosts 1 2 3 4 5
  ensemble 1 2 3 4 5
  start 1 2 3 4 5
  settled 1 2 3 4 5
  observe 1 2 3 4 5
  old=$(leader 1 2 3 4 5)
  with=$(others "$old" 1 2 3 4 5 | head -1)
  mark
  plug elsewhere "$old" "$with"
  settled $(others "$with" $(others "$old" 1 2 3 4 5))
  await "$old" 'New election'
  await "$with" 'New election'
  sleep 3
  note "parted $old and $with from the others"
  observe $(others "$with" $(others "$old" 1 2 3 4 5))
  mark
  plug switch "$old" "$with"
  settled "$old" "$with"
  note "together again"
  observe 1 2 3 4 5
}

# 2 is down, and 3 never gets a notification of 1's, though the connection stands: whatever carries data is dropped.
oneWay() {
  hosts 1 2 3
  ensemble 1 2 3
  ip netns exec zoo1 iptables -A OUTPUT -p tcp -d 10.0.0.3 --sport 3888 -m length --length 61: -j DROP
  ip netns exec zoo1 iptables -A OUTPUT -p tcp -d 10.0.0.3 --dport 3888 -m length --length 61: -j DROP
  start 3
  await 3 'New election'
  start 1
  await 1 'New election' 2
  await 1 'Notification time out' 7
  note "1 hears 3, 3 does not hear 1"
  mark
  ip netns exec zoo1 iptables -F OUTPUT
  settled 1 3
  note "nothing is dropped any more"
  observe 1 3
}

ensembleRestarts() {
  local time
  rest=WARN
  ensemble 1 2 3
  for time in 1 2 3 4; do
    mark
    start 1 2 3
    settled 1 2 3
    observe 1 2 3
    if ((time < 4)); then
      crash 1 2 3
      note "killed all"
    fi
  done
}

followerRestarts() {
  local time
  rest=WARN
  layout=$strimziLayout
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  observe 1 2 3
  hurt=$(others "$(leader 1 2 3)" 1 2 3 | head -1)
  for time in {1..10}; do
    mark
    crash "$hurt"
    start "$hurt"
    settled "$hurt"
  done
  note "killed and started follower $hurt ten times"
  observe 1 2 3
}

# Also what is sent, compared and counted.
debugStaggered() {
  local id
  level=DEBUG
  ensemble 1 2 3
  for id in 2 3 1; do
    start "$id"
    sleep "0.$((id * 3))"
  done
  settled 1 2 3
  observe 1 2 3
  crashLeaderOf 1 2 3
  bringBack "$crashed" 1 2 3
}

# 2 is two minutes behind, 3 one minute ahead. Zones of these offsets do to a log what wrong clocks do.
skewedClocks() {
  zone=([2]=GMT-00:02 [3]=GMT+00:01)
  rest=WARN
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  observe 1 2 3
  crashLeaderOf 1 2 3
  bringBack "$crashed" 1 2 3
}

# 1 logs in UTC, 2 as in New York, 3 as in Kolkata.
timeZones() {
  zone=([2]=America/New_York [3]=Asia/Kolkata)
  rest=WARN
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  observe 1 2 3
  crashLeaderOf 1 2 3
  bringBack "$crashed" 1 2 3
}

# cutOffLeader: the leader of 1, 2 and 3 is, and what it proposes then reaches nobody. Tells who it was in $deposed.
cutOffLeader() {
  rest=WARN
  hosts 1 2 3
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  transact 1 4
  observe 1 2 3
  deposed=$(leader 1 2 3)
  mark
  plug elsewhere "$deposed"
  propose "$deposed" 2
}

# deposeLeader: it is cut off, and notices; the others elect.
deposeLeader() {
  cutOffLeader
  await "$deposed" 'New election'
  settled $(others "$deposed" 1 2 3)
  note "cut off leader $deposed, where two proposals were made"
  observe $(others "$deposed" 1 2 3)
}

# plugBack: and what it then has.
plugBack() {
  mark
  plug switch "$deposed"
  settled "$deposed"
  note "together again"
  observe 1 2 3
}

deposedLeader() {
  deposeLeader
  plugBack
}

# The new leader has proposals of its own epoch before the old one is back.
deposedLeaderLate() {
  local other
  deposeLeader
  other=$(others "$deposed" 1 2 3 | head -1)
  transact "$other" 3
  note "wrote to $other"
  observe $(others "$deposed" 1 2 3)
  plugBack
}

# It has no time to notice that it is cut off.
deposedLeaderKilled() {
  cutOffLeader
  crash "$deposed"
  settled $(others "$deposed" 1 2 3)
  note "cut off leader $deposed, where two proposals were made, and killed it"
  observe $(others "$deposed" 1 2 3)
  plug switch "$deposed"
  bringBack "$deposed" 1 2 3
}

# away ZXIDS: follower 1 is away for so many.
away() {
  mark
  crash 1
  transact 2 "$1"
  note "killed 1, wrote to 2: $1 zxids"
  observe 2 3
}

# comeBack: follower 1 does, and applies what it is sent.
comeBack() {
  mark
  start 1
  settled 1
  sleep 2
  note "server 1 is back"
  observe 1 2 3
}

# A leader has the last 500 proposals in memory, which is the least that commitLogCount may be. Older ones it sends from
# its log, unless that has gone on in another file since: then a snapshot is less to send.
laggingFollower() {
  local zxids
  rest=WARN
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  transact 2 4
  observe 1 2 3
  for zxids in 3 500 501; do
    away $zxids
    comeBack
  done
  away 3
  mark
  crash 2 3
  start 2 3
  settled 2 3
  transact 2 501
  note "killed 2 and 3 and started them, wrote to 2: 501 zxids"
  observe 2 3
  comeBack
}

# 1 is away for the last writes, and is started together with the others. What a leader has in memory then is what it
# logged since its last snapshot; and it takes one whenever it comes to lead.
restartedEnsemble() {
  rest=WARN
  ensemble 1 2 3
  start 1 2 3
  settled 1 2 3
  transact 2 4
  observe 1 2 3
  crash 1
  transact 2 3
  note "killed 1, wrote to 2"
  observe 2 3
  restartOf 2 3
  mark
  crash 1
  transact 2 3
  note "killed 1, wrote to 2"
  observe 2 3
  mark
  crash 2 3
  start 2 3
  settled 2 3
  note "killed 2 and 3, and started them"
  observe 2 3
  restartOf 2 3
}

# restartOf ID ID: the two that are up are killed, and all three are started.
restartOf() {
  mark
  crash "$@"
  start 1 2 3
  settled 1 2 3
  note "killed $1 and $2, and started all"
  observe 1 2 3
}
