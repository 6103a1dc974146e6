# Servers to start, to hurt and to watch. Sourced by record.sh, within the namespaces that it makes.
# shellcheck shell=bash

readonly home=/var/lib/zookeeper

# The layouts seen in the field: ZooKeeper's own, Confluent's, Strimzi's.
readonly apacheLayout='%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n'
readonly confluentLayout='[%d] %p %m (%c)%n'
readonly strimziLayout='%d{ISO8601} %p %m (%c) [%t]%n'

# What a scenario may change before it configures and starts servers.
layout=$apacheLayout
fileSize=100MB # of a log before it is rolled
level=INFO     # of FastLeaderElection
rest=INFO      # of all that is not about the quorum; WARN keeps long recordings short
initLimit=10   # ticks, of 500 ms
declare -A zone=()  # by id: the time zone that a server logs in, if not UTC
hosted=no      # yes: every server on a host of its own (see `hosts`); no: all on loopback, told apart by their ports

readonly java=(java -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
readonly classPath=/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-log4j12.jar:/usr/share/java/log4j-1.2.jar

# clientAddress ID, memberLine ID: where a server listens, as clients and as zoo.cfg want it.
clientAddress() { if [ $hosted = yes ]; then echo "10.0.0.$1:2181"; else echo "127.0.0.1:2180$1"; fi; }
memberLine() {
  if [ $hosted = yes ]; then echo "server.$1=zoo$1:2888:3888"; else echo "server.$1=127.0.0.1:2280$1:2380$1"; fi
}

# members ID…: the server lines of an ensemble.
members() {
  local id
  for id; do memberLine "$id"; done
}

# configure ID: a server's folder, its myid and zoo.cfg, whose server lines come from standard input.
configure() {
  local client
  client=$(clientAddress "$1")
  mkdir -p "$home/$1/data"
  echo "$1" >"$home/$1/data/myid"
  cat >"$home/$1/zoo.cfg" <<CFG
tickTime=500
initLimit=$initLimit
syncLimit=4
dataDir=$home/$1/data
clientPort=${client#*:}
admin.enableServer=false
4lw.commands.whitelist=*
standaloneEnabled=false
$(cat)
CFG
}

# ensemble ID…: configures servers that agree on their members.
ensemble() {
  local id
  for id; do members "$@" | configure "$id"; done
}

# hosts ID…: a host for each server, zoo1 at 10.0.0.1 and so on, all on one switch.
hosts() {
  local id
  hosted=yes
  mount -t tmpfs tmpfs /run
  ip link add switch type bridge && ip addr add 10.0.0.254/24 dev switch && ip link set switch up
  ip link add elsewhere type bridge && ip link set elsewhere up
  echo "127.0.0.1 localhost" >/var/lib/hosts && mount --bind /var/lib/hosts /etc/hosts
  for id; do
    echo "10.0.0.$id zoo$id" >>/etc/hosts
    ip netns add "zoo$id"
    ip link add "zoo$id" type veth peer name eth0 netns "zoo$id"
    ip link set "zoo$id" master switch up
    ip -n "zoo$id" link set lo up && ip -n "zoo$id" link set eth0 up
    ip -n "zoo$id" addr add "10.0.0.$id/24" dev eth0
  done
}

# plug SWITCH ID…: `elsewhere` parts these hosts from the others, `switch` brings them back. Nothing tells the servers.
plug() {
  local switch=$1 id
  shift
  for id; do ip link set "zoo$id" master "$switch"; done
}

# onHost ID COMMAND…: runs it where the server lives.
onHost() {
  local id=$1
  shift
  if [ $hosted = yes ]; then
    # shellcheck disable=SC2016 # the inner shell expands it
    exec ip netns exec "zoo$id" unshare --uts sh -c 'hostname "$0" && exec "$@"' "zoo$id" "$@"
  else
    exec "$@"
  fi
}

# start ID…: all at once; does not wait for anything.
start() {
  local id
  for id; do
    onHost "$id" "${java[@]}" -Xmx128m \
      -Duser.name=zookeeper -Duser.home=/home/zookeeper -Duser.dir=/opt/zookeeper -Dos.version=6.1.0 \
      -Duser.timezone="${zone[$id]:-UTC}" \
      -Dzookeeper.jmx.log4j.disable=true -Dlog4j.configuration="file:$here/log4j.properties" \
      -Drecord.layout="$layout" -Drecord.size="$fileSize" -Drecord.level="$level" -Drecord.rest="$rest" \
      -Drecord.file="$home/$id/zookeeper.log" -cp "$classPath" \
      org.apache.zookeeper.server.quorum.QuorumPeerMain "$home/$id/zoo.cfg" >"$home/$id/console" 2>&1 &
    echo $! >"$home/$id/pid"
  done
}

# signal NAME ID…: STOP is a long pause, CONT its end.
signal() {
  local name=$1 id
  shift
  for id; do kill "-$name" "$(cat "$home/$id/pid")"; done
}

# crash ID…: and waits until they are gone, their sockets with them.
crash() {
  local id
  signal KILL "$@"
  for id; do wait "$(cat "$home/$id/pid")" || true; done
} 2>/dev/null # what bash says of killed jobs

# logOf ID: all that a server has written, the oldest rolled file first.
logOf() { find "$home/$1" -name 'zookeeper.log*' | sort -rV | xargs -r cat; }

# mark: from here on `await` looks at new lines only.
mark() {
  local folder
  for folder in "$home"/*/; do logOf "$(basename "$folder")" | wc -l >"$folder/mark"; done
}

# await ID PATTERN [TIMES]: until a server has written so many such lines (1) since the mark. Ends the recording if it
# does not within a minute.
await() {
  local from tenths=600
  from=$(($(cat "$home/$1/mark" 2>/dev/null || echo 0) + 1))
  until (($(logOf "$1" | tail -n "+$from" | grep -cE "$2") >= ${3:-1})); do
    if ((tenths-- == 0)); then
      echo "$scenario: server $1 has not written: $2" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# settled ID…: until each leads, follows or observes in a working ensemble.
settled() {
  local id
  for id; do await "$id" 'Peer state changed: (leading|following|observing) - broadcast'; done
}

# srvr ID: what a server says of itself; nothing where it does not serve.
srvr() {
  local address
  address=$(clientAddress "$1")
  {
    exec 3<>"/dev/tcp/${address/://}" && echo srvr >&3 && timeout 3 cat <&3 | grep -E '^(Zxid|Mode)' | tr '\n' ' '
  } 2>/dev/null || true
}

# note TEXT: a line of observed.txt.
note() { echo "$*" >>"$home/observed.txt"; }

# observe ID…: what each says, into observed.txt.
observe() {
  local id
  for id; do note "server $id: $(srvr "$id")"; done
}

# leader ID…: which of them leads.
leader() {
  local id
  for id; do
    case $(srvr "$id") in *leader*) echo "$id" && return ;; esac
  done
  echo "$scenario: no leader among $*" >&2
  exit 1
}

# others ID ID…: the list without the first.
others() {
  local without=$1 id
  shift
  for id; do if [ "$id" != "$without" ]; then echo "$id"; fi; done
}

# client ID: runs zkCli's commands from standard input on a server.
client() {
  "${java[@]}" -Xmx128m -Dlog4j.configuration="file:$here/log4j.properties" -Drecord.level=OFF -Drecord.rest=OFF \
    -Drecord.layout=%m%n -Drecord.size=100MB -Drecord.file=/dev/null -cp "$classPath" \
    org.apache.zookeeper.ZooKeeperMain -server "$(clientAddress "$1")" >/var/lib/client 2>&1
}

# write ID TIMES: so many zxids, and one for the client's session.
write() {
  local i
  for ((i = 1; i <= $2; i++)); do echo "create -s /record-"; done | client "$1"
}

# transact ID ZXIDS: so many, those of the client's session included, which it ends: no zxid comes later.
transact() {
  local i
  { for ((i = 3; i <= $2; i++)); do echo "create -s /record-"; done && echo quit; } | client "$1"
}

# propose ID TIMES: clients that connect to a server on its own host, one proposal for the session of each. Takes no
# time worth mentioning, and does not wait for an answer.
propose() {
  local address
  address=$(clientAddress "$1")
  # A ConnectRequest: its length, version, last zxid seen, timeout, session, password, and whether it may only read.
  # shellcheck disable=SC2016 # the inner shell expands it
  (onHost "$1" bash -c '
    for ((i = 0; i < $1; i++)); do
      exec {connection}<>"$0"
      printf "%b" "\0\0\0\x2d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x27\x10\0\0\0\0\0\0\0\0\0\0\0\x10" >&$connection
      head -c 17 /dev/zero >&$connection
    done
    sleep 1' "/dev/tcp/${address/://}" "$2")
}
