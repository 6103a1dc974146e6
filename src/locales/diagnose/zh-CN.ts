import type {
  ConnectCause,
  DatabaseProblem,
  FollowCause,
  MissingCause,
  PortUse,
  Standing,
} from "../../diagnose/finding.ts";
import type { StateReason } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import { sidList } from "../lists.ts";
import type { DiagnoseMessages, Sentences } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const servers = (sids: readonly number[]) => (sids.length === 0 ? "有一台服务器" : `服务器 ${list(sids)}`);
/** 「服务器 1 」, before Chinese text. */
const of = (sids: readonly number[]) => (sids.length === 0 ? "某台服务器" : `服务器 ${sids[0]} `);
const leaderName = (leader: number | null) => (leader === null ? "Leader" : `Leader ${leader}`);

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${ms} ms`;
  if (seconds < 60) return `${seconds} 秒`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} 分${rest === 0 ? "钟" : ` ${rest} 秒`}`;
}

/** The time of day of a timestamp. */
const timeOf = (at: string) => /\d\d:\d\d:\d\d/.exec(at)?.[0] ?? at;

function standingText({ without, left, support }: Standing): string {
  if (without.length === 0) return "";
  const { have, need, of: all, unit } = support;
  const spare = have - need;
  if (unit === "groups") {
    if (spare < 0) return `没有 ${list(without)}，只能凑成 ${have}/${all} 组，需要 ${need} 组，选不出 Leader`;
    return spare === 0 ? `${list(left)} 刚好过半` : `${list(left)} 在 ${all} 组中仍然过半`;
  }
  if (spare < 0)
    return `${all} 台中${have === 0 ? "一台也不剩" : `只剩 ${list(left)}`}，需要 ${need} 台，选不出 Leader`;
  if (spare === 0) return `${list(left)} 刚好过半，再有一台出故障，集群就停止服务`;
  return `${list(left)} 仍然过半，还可以再有 ${spare} 台出故障`;
}

const withStanding = (text: string, standing: Standing) => {
  const more = standingText(standing);
  return more === "" ? `${text}。` : `${text}；${more}。`;
};

const connect: Record<ConnectCause, string> = {
  refused: "连接被拒绝",
  timeout: "连接超时",
  "no-route": "没有到它的路由",
  other: "无法建立连接",
};

const missingCause: Record<MissingCause, string> = {
  refused: "连接被拒绝",
  timeout: "没有应答",
  "no-route": "没有路由",
  other: "无法连接",
  unresolved: "主机名无法解析",
  tls: "TLS 失败",
  exited: "进程已经退出",
  silent: "没有消息",
};

function missingText(all: readonly { readonly sid: number; readonly why: MissingCause }[]): string {
  const reasons = [...new Set(all.map(({ why }) => why))];
  return reasons
    .map((why) => `${list(all.filter((one) => one.why === why).map(({ sid }) => sid))}（${missingCause[why]}）`)
    .join("、");
}

const databases: Record<DatabaseProblem, string> = {
  "current-epoch": "currentEpoch 文件比数据旧",
  "accepted-epoch": "acceptedEpoch 文件比 currentEpoch 旧",
  "no-snapshot": "有事务日志却没有快照",
  other: "文件无法读取",
};

const follows: Record<FollowCause, string> = {
  "read-timeout": "直到超时也没有收到它的消息",
  unreachable: "连不上它的 quorum 端口",
  "leader-older": "该 Leader 的 epoch 低于跟随者自己的",
  other: "还没有同步就放弃了",
};

const triggers: Partial<Record<StateReason, string>> = {
  "leader-lost": "失去 Leader",
  "leader-silent": "Leader 在 syncLimit 个 tick 内没有消息",
  "leader-unreachable": "连不上 Leader",
  "quorum-lost": "Leader 失去了过半的跟随者",
  "quorum-never": "Leader 始终没有过半的跟随者",
};

const uses: Record<PortUse["what"], string> = { client: "客户端端口", quorum: "quorum 端口", election: "选举端口" };
const useText = ({ id, what }: PortUse) => (id === null ? uses[what] : `${id} 的${uses[what]}`);
const amount = ({ have, of: all, unit }: Support) => (unit === "votes" ? `${have}/${all} 票` : `${have}/${all} 组`);
const syncedText = (synced: readonly number[] | null) => {
  if (synced === null) return "";
  return synced.length === 0 ? "没有一台完成同步" : `只有 ${list(synced)} 完成了同步`;
};
const behind = (text: string) => (text === "" ? "" : `：${text}`);
const copyData = "先备份它的 version-2 目录。在其余服务器过半在线时，移走该目录再启动：它会复制 Leader 的数据。";
const savedFirst =
  "先备份它的 version-2 目录：其中可能有别的服务器已经丢失的数据。如果别的服务器是误删了数据，停掉它们，改用它的数据；否则移走该目录再启动，它会复制 Leader 的数据。";

function zxidText(lost: readonly { readonly sid: number; readonly had: string; readonly now: string }[]): string {
  const pairs = lost.map(({ had, now }) => `zxid 原为 ${had}，现为 ${now}`);
  if (new Set(pairs).size <= 1) return String(pairs[0]);
  return lost.map(({ sid }, at) => `${sid} 的 ${pairs[at]}`).join("；");
}

const findings: Sentences = {
  "data-lost": {
    what: ({ sids, lost }) => `${servers(sids)} 重新启动后，数据比原有的少：${zxidText(lost)}。`,
    effect: ({ severity, holder }) => {
      if (severity !== "error") return "其余服务器有这些数据，会让它恢复到最新。";
      const kept = holder === null ? "" : `；服务器 ${holder.sid} 有更新的数据（zxid ${holder.zxid}）`;
      return `没有这些数据的服务器一旦过半，就会选出没有这些数据的 Leader，如同从未写入过${kept}。`;
    },
    cure: ({ sids, severity, holder }) => {
      const why = "并检查 dataDir 所在的磁盘会不会随进程一起消失";
      if (severity !== "error") return `如果是有意清空的，不必处理；否则恢复数据，${why}。`;
      return holder === null
        ? `在写入更多数据之前停掉 ${list(sids)}，用旧磁盘或备份恢复 version-2 目录，${why}。`
        : `不要清空服务器 ${holder.sid}。停掉所有服务器，备份各自的 version-2 目录，用 ${holder.sid} 的副本替换 ${list(sids)} 的，再启动，${why}。`;
    },
  },
  "log-copy": {
    what: ({ files }) =>
      `有日志给了两份：${files.map(({ file, of: other }) => `${file} 与 ${other} 相同`).join("、")}。`,
    effect: () => "重复的内容只算一次。",
    cure: () => "不必处理。",
  },
  unreachable: {
    what: ({ sids, peer, cause, peerRuns }) =>
      `${of(sids)}连不上服务器 ${peer}：${connect[cause]}${peerRuns ? `，而 ${peer} 正在运行` : ""}。`,
    effect: ({ peer, peerRuns, standing }) =>
      withStanding(
        peerRuns ? `选票到不了 ${peer}；如果 ${peer} 也连不上别人，它就被孤立了` : `${peer} 不能投票`,
        standing,
      ),
    cure: ({ peer, cause, peerRuns, address }) => {
      if (peerRuns)
        return `让其他服务器能够连到 ${address}（防火墙、安全组），并核对 zoo.cfg 中的 server.${peer} 与 ${peer} 实际监听的地址。`;
      return cause === "refused"
        ? `启动服务器 ${peer}，或在它的日志中查看退出的原因；如果它在运行，检查它是否监听 ${address}。`
        : `检查 ${peer} 是否在线，以及到 ${address} 的途中有没有阻断（防火墙、路由）。`;
    },
  },
  unresolved: {
    what: ({ sids, peer, host }) =>
      `${of(sids)}连不上${peer === null ? "一台服务器" : `服务器 ${peer}`}：主机名 ${host} 无法解析。`,
    effect: ({ peer, standing }) => withStanding(peer === null ? "有一台服务器不能投票" : `${peer} 不能投票`, standing),
    cure: ({ sids, peer }) =>
      `在 ${list(sids)} 上改正 zoo.cfg 中的${peer === null ? "那一行 server" : ` server.${peer}`}，或改正它的 DNS 记录。`,
  },
  tls: {
    what: ({ sids, peer }) => `${of(sids)}无法与服务器 ${peer} 建立 TLS 连接。`,
    effect: ({ peer, standing }) => withStanding(`${peer} 不能投票`, standing),
    cure: ({ peer }) =>
      `所有服务器的 sslQuorum 要一致，并检查 ${peer} 与连接它的服务器的证书、主机名和信任库（ssl.quorum.*）。`,
  },
  "server-down": {
    what: ({ sids, since, standing: { support } }) => {
      const { have, need, of: all, unit } = support;
      const [count, short] = unit === "votes" ? ["台", `${need} 台`] : ["组", `${need} 组`];
      const down = since === null ? "从未出现" : `自 ${timeOf(since)} 起宕机`;
      return `${of(sids)}${down}；${all} ${count}中有 ${have} ${count}在线，需要 ${short}。`;
    },
    effect: ({ sids, standing }) => withStanding(`${sids[0]} 不能投票`, standing),
    cure: ({ sids }) => `启动服务器 ${sids[0]}，或在它的日志中查看退出的原因。`,
  },
  "one-way": {
    what: ({ sids, peer, mutual, silentMs, isHeard }) => {
      const time = silentMs === null ? "始终" : `有 ${duration(silentMs)} `;
      if (mutual) return `服务器 ${list(sids)} 都在运行，却${time}收不到对方的消息。`;
      return `${of(sids)}${time}收不到服务器 ${peer} 的消息，而 ${peer} 正在运行${isHeard ? `，并且收得到 ${sids[0]} 的消息` : ""}。`;
    },
    effect: ({ sids, peer, longestWaitMs }) =>
      `${list([...new Set([...sids, peer])])} 之间的选票会丢失${longestWaitMs > 0 ? `；两次尝试之间的等待已经长到 ${duration(longestWaitMs)}` : ""}。`,
    cure: () => "检查选举端口的两个方向（防火墙、NAT）；如果是连接悄悄失效，设置 tcpKeepAlive=true。",
  },
  "wildcard-address": {
    what: ({ sids, peer, proven }) =>
      peer === null
        ? `${of(sids)}自己的选举地址是 0.0.0.0。`
        : `${of(sids)}一再断开自己到服务器 ${peer} 的连接，而 ${peer} 从不连回来${proven ? "：它自己的地址是 0.0.0.0" : ""}。`,
    effect: ({ sids, peer }) =>
      peer === null
        ? "3.5.0 到 3.5.7 版本中，sid 更大的服务器无法连回来；之后的版本可以。"
        : `${sids[0]} 和 ${peer} 收不到对方的消息。`,
    cure: ({ sids }) =>
      `在它自己的 zoo.cfg 里，把 server.${sids[0] ?? "N"} 写成真实地址（需要时加上 quorumListenOnAllIPs=true），或使用 3.5.8 及以后的版本。`,
  },
  "bad-greeting": {
    what: ({ sids, version }) =>
      `${servers(sids)} 收到的连接不是 ZooKeeper 的选举协议${version === null ? "" : `（版本 ${version}）`}。`,
    effect: () => "连接被断开；对方如果是别的版本，或用了 TLS，就收不到它的消息。",
    cure: () => "查出是谁在连接选举端口：别的版本、只有一边用 TLS，或端口扫描。",
  },
  "not-in-list": {
    what: ({ id, listed }) => `服务器 ${id} 不在服务器列表${listed.length === 0 ? "" : `（${list(listed)}）`}中。`,
    effect: ({ id }) => `${id} 无法启动。`,
    cure: ({ id }) => `改正它的 myid 文件，或在每台服务器的 zoo.cfg 中加上 server.${id}。`,
  },
  "duplicate-sid": {
    what: ({ sids, how, files }) => {
      if (how === "connection") return `${of(sids)}收到一台与自己同号的服务器的连接。`;
      return how === "logs"
        ? `有两台服务器的编号都是 ${sids[0]}：${files.join("、")}。`
        : `编号 ${sids[0]} 重复：${files.join("、")}。`;
    },
    effect: ({ sids }) => `其中一台不能参加选举；别的服务器把两台都当作服务器 ${sids[0]}。`,
    cure: () => "改正写错的那个 myid 文件，使每个编号只出现一次，然后重新启动那台服务器。",
  },
  "myid-missing": {
    what: ({ sids }) => `${of(sids)}没有 myid 文件。`,
    effect: () => "它无法启动。",
    cure: () => "在它的 dataDir 中新建文件 myid，写入服务器编号。",
  },
  "myid-not-number": {
    what: ({ sids, found }) =>
      `${sids.length === 0 ? "有一个 myid 文件" : `服务器 ${sids[0]} 的 myid 文件`}写的不是数字：“${found}”。`,
    effect: () => "服务器无法启动。",
    cure: () => "myid 的第一行只写服务器编号，且只用数字。",
  },
  "invalid-config": {
    what: ({ sids, reason }) => `${of(sids)}不接受自己的配置：${reason}。`,
    effect: () => "它无法启动。",
    cure: () => "改正 zoo.cfg，再启动它。",
  },
  aborted: {
    what: ({ sids, reason }) => `${of(sids)}放弃启动：${reason}。`,
    effect: () => "它没有运行。",
    cure: () => "解决异常所指的问题，再启动它。",
  },
  "cannot-bind": {
    what: ({ sids, port, address, inUse }) =>
      `${of(sids)}无法监听自己的${uses[port]}${address === "" ? "" : ` ${address}`}${inUse ? "：端口已被占用" : ""}。`,
    effect: ({ port }) =>
      port === "election" ? "它不能参加选举，随后退出。" : "它即使当选也无法领导：谁也不能跟随它。",
    cure: ({ inUse, sids }) =>
      inUse
        ? "查出是谁占用了端口：那台主机上的另一台服务器，或编号相同的服务器；然后重新启动它。"
        : `改正 zoo.cfg 中的 server.${sids[0] ?? "N"}，写成那台主机自己的地址，或设置 quorumListenOnAllIPs=true。`,
  },
  database: {
    what: ({ sids, problem }) => `${of(sids)}无法加载数据：${databases[problem]}。`,
    effect: () => "它无法启动。",
    cure: ({ problem }) =>
      problem === "no-snapshot"
        ? `如果它是从 3.4 升级来的，用 snapshot.trust.empty=true 启动一次；否则恢复快照，或者${copyData}`
        : copyData,
  },
  "no-quorum": {
    what: ({ looking, missing: away, support, ms }) => {
      const who = `${servers(looking)} 找 Leader 已有 ${duration(ms)}`;
      if (support.have >= support.need) return `${who}，它们虽然过半，却没有选出来。`;
      const short = away.length === 0 ? "" : `；缺少 ${missingText(away)}`;
      return `没有过半：${who}，只有 ${amount(support)}，需要 ${support.need} ${support.unit === "votes" ? "票" : "组"}${short}。`;
    },
    effect: () => "没有 Leader，整个集群不提供服务。",
    cure: ({ missing: away, support }) => {
      const short = support.need - support.have;
      if (short <= 0) return "看看还发现了它们的什么问题，并比较它们的服务器列表。";
      const sids = away.map(({ sid }) => sid);
      return support.unit === "votes" && short < sids.length
        ? `在 ${list(sids)} 中再启动 ${short} 台。`
        : `启动${servers(sids)}。`;
    },
  },
  "left-out": {
    what: ({ sids, leader, ms }) =>
      `${of(sids)}找 Leader 已有 ${duration(ms)}，${leader === null ? "而别的服务器已有 Leader" : `而 ${leader} 正是 Leader`}。`,
    effect: ({ sids }) => `${sids[0]} 不提供服务，也不计入过半。`,
    cure: ({ sids, leader }) =>
      `检查 ${sids[0]} 与${leader === null ? "其他服务器" : ` ${leader} `}能否互相连到选举端口和 quorum 端口，服务器列表是否一致。`,
  },
  "never-synchronised": {
    what: ({ sids, synced, count }) =>
      `${of(sids)}当选${count === 1 ? "" : `了 ${count} 次`}，但在 initLimit 个 tick 内没有过半的服务器完成同步${behind(syncedText(synced))}。`,
    effect: ({ need }) => `它退位，选举重新开始；需要 ${need} 台。`,
    cure: ({ sids, deaf }) =>
      deaf.length > 0
        ? `先解决 ${sids[0]} 收不到 ${list(deaf)} 的消息的问题：否则 ${sids[0]} 太晚才知道自己当选。`
        : "查明跟随者为什么没有来：quorum 端口被阻断、磁盘慢；快照很大时，调大 initLimit。",
  },
  "quorum-lost": {
    what: ({ sids, synced }) => `Leader ${sids[0]} 失去了过半的跟随者${behind(syncedText(synced))}。`,
    effect: ({ need }) => `它停止领导，在新的选举结束之前没有服务；需要 ${need} 台。`,
    cure: () => "在跟随者的日志中查明它们离开的原因：停机、长时间停顿（GC）、网络，或 syncLimit 太小。",
  },
  "cannot-follow": {
    what: ({ sids, leader, cause }) => `${servers(sids)} 无法跟随 ${leaderName(leader)}：${follows[cause]}。`,
    effect: ({ sids }) => `${list(sids)} 回到 LOOKING；没有过半的跟随者，Leader 也会回到 LOOKING。`,
    cure: ({ sids, leader, cause, newer }) => {
      if (cause === "leader-older" && newer)
        return `不要清空${servers(sids)}：那里的数据比 ${leaderName(leader)} 的新。先备份 version-2 目录，停掉其余服务器，用它的副本启动它们。`;
      if (cause === "unreachable") return "开放 Leader 的 quorum 端口（默认 2888），并核对双方的 server 行。";
      if (cause === "leader-older") return savedFirst;
      return "快照很大时，调大 initLimit；检查 Leader 的磁盘、网络和长时间停顿（GC）。";
    },
  },
  partition: {
    what: ({ leader, groups }) =>
      `网络中断，把${groups.map((group) => servers(group)).join("与")} 隔开：Leader ${leader} 只剩下自己这一边。`,
    effect: () => "只有过半的一边在选出 Leader 之后才能提供服务。",
    cure: ({ groups }) =>
      `检查 ${groups.map(list).join(" 与 ")} 之间的网络（交换机、防火墙、路由）：如果是 Leader 停顿，它会失去所有跟随者。`,
  },
  "leader-silent": {
    what: ({ sids, leader }) => `${servers(sids)} 在 syncLimit 个 tick 内没有收到 ${leaderName(leader)} 的消息。`,
    effect: () => "它们脱离该 Leader，重新选举。",
    cure: ({ leader }) =>
      `检查 ${leaderName(leader)} 有没有长时间停顿（GC、进程被暂停）、慢磁盘或网络故障；或调大 syncLimit。`,
  },
  "slow-disk": {
    what: ({ sids, longestMs, count }) =>
      `服务器 ${sids[0]} 的磁盘慢：写事务日志${count === 1 ? "用了" : "最长用了"} ${duration(longestMs)}。`,
    effect: () => "每次写入都要等它；超过 syncLimit 个 tick，Leader 和跟随者就会分开。",
    cure: () => "让 dataLogDir 独占一块磁盘，并查明还有谁在写这块磁盘。",
  },
  "ahead-of-leader": {
    what: ({ sids }) => `有一台跟随者的数据比 Leader ${sids[0]} 的新。`,
    effect: () => "Leader 拒绝它。",
    cure: () => "让所有服务器在线，再选举一次，由数据最新的当选；手工恢复的数据在各台上必须相同。",
  },
  "members-disagree": {
    what: ({ sids, stranger, how }) => {
      const told = {
        sender: `收到 ${stranger} 的选票，却不认为它是有投票权的成员`,
        vote: `收到投给 ${stranger} 的选票，却不认为它是有投票权的成员`,
        target: `要发消息给 ${stranger}，却不认为它是集群的成员`,
        leader: `要跟随 ${stranger}，却不认为它是集群的成员`,
      };
      return `${servers(sids)} ${told[how]}。`;
    },
    effect: ({ stranger }) =>
      `它的选票不算数，各台按不同的集群计算过半；${stranger} 可能被排除在外，也可能出现两个 Leader。`,
    cure: ({ sids }) => `让所有服务器的 server 行一致，先改 ${list(sids)}，再逐台重新启动。`,
  },
  "repeated-elections": {
    what: ({ elections, withinMs, triggers: why }) => {
      const reasons = why.map(({ reason, times }) => `${triggers[reason] ?? reason}（${times} 次）`);
      return `${duration(withinMs)} 之内有 ${elections} 次选举${behind(reasons.join("、"))}。`;
    },
    effect: () => "每次选举期间都没有服务，会话可能过期。",
    cure: ({ slowDisks }) =>
      slowDisks.length > 0
        ? `先解决 ${list(slowDisks)} 的慢磁盘。`
        : "检查那些时刻有没有长时间停顿（GC）、网络丢包和慢磁盘。",
  },
  "zxid-rollover": {
    what: ({ sids }) => `Leader ${sids[0]} 用完了本 epoch 的 zxid。`,
    effect: () => "它辞去领导，以开始新的 epoch：每 4294967295 个事务有一次短暂的选举。",
    cure: () => "不必处理；如果时间不合适，可以提前挑一个时间重新启动 Leader。",
  },
  "voter-left": {
    what: ({ sids }) => `Leader ${sids[0]} 放弃了领导，因为投过它的服务器又回到了 LOOKING。`,
    effect: () => "接着又是一次选举。",
    cure: () => "查明那些服务器为什么改变主意：连接断开，或重新启动。",
  },
  "command-blocked": {
    what: ({ sids, commands }) => `${servers(sids)} 拒绝四字命令 ${commands.join("、")}。`,
    effect: () => "用它来监控就得不到应答，可能把健康的服务器当作宕机。",
    cure: ({ commands }) => `把 ${commands.join("、")} 加入 4lw.commands.whitelist，或改用 AdminServer。`,
  },
  "bad-server-line": {
    what: ({ key, value }) => `ZooKeeper 看不懂 ${key}=${value} 这一行。`,
    effect: () => "服务器无法启动。",
    cure: () => "写成 server.N=host:2888:3888，观察者在后面加上 :observer。",
  },
  "id-twice": {
    what: ({ id }) => `server.${id} 写了两次。`,
    effect: () => "只有后一行算数：另一台服务器不属于集群。",
    cure: () => "每台服务器用自己的编号。",
  },
  "members-differ": {
    what: ({ id, how, files }) => {
      if (how === "missing") return `${files.join("、")} 中缺少 server.${id}。`;
      return `server.${id} 在 ${files.join("、")} 中的${how === "role" ? "角色" : "地址"}与别处不同。`;
    },
    effect: ({ id, how }) => {
      if (how === "missing") return `那些服务器不理会 ${id} 的选票，按另一个集群计算过半。`;
      return how === "role" ? "各台按不同的集群计算过半。" : `有的服务器会到错误的地址去找 ${id}。`;
    },
    cure: () => "让所有文件中的 server 行一致。",
  },
  "port-collision": {
    what: ({ host, port, uses: all }) => `${host} 的端口 ${port} 重复：${all.map(useText).join("、")}。`,
    effect: () => "只有一方能监听它；另一方无法启动，或不能参加选举。",
    cure: () => "各用各的端口。",
  },
  "tiny-ensemble": {
    what: ({ participants }) => `集群只有 ${participants} 台有投票权的服务器。`,
    effect: ({ participants }) =>
      participants === 2 ? "两台缺一不可：有一台出故障，就没有服务。" : "它出故障，就没有服务。",
    cure: () => "改用 3 台。",
  },
  "even-ensemble": {
    what: ({ participants }) => `集群有偶数台（${participants}）有投票权的服务器。`,
    effect: ({ participants: n }) =>
      `过半需要 ${n / 2 + 1} 台，所以只能有 ${n / 2 - 1} 台出故障：并不比 ${n - 1} 台时多。`,
    cure: ({ participants: n }) => `改用 ${n - 1} 台或 ${n + 1} 台，或把其中一台改为观察者。`,
  },
  "observer-votes": {
    what: () => "有一台服务器设置了 peerType=observer，但它的 server 行没有写 :observer。",
    effect: () => "以服务器列表为准：它会投票，也计入过半。",
    cure: () => "在每台服务器上，都在它的 server 行末尾加上 :observer。",
  },
  "observer-untold": {
    what: ({ sids }) => `按 server 行，${of(sids)}是观察者；但没有设置 peerType=observer。`,
    effect: () => "它照样是观察者；只是 ZooKeeper 每次启动都会警告。",
    cure: () => "在它的 zoo.cfg 中设置 peerType=observer。",
  },
  groupless: {
    what: ({ ids }) => `配置了组，${servers(ids)} 却不属于任何组。`,
    effect: () => "ZooKeeper 无法用这样的文件启动：每台服务器都必须恰好属于一组。",
    cure: () => "把它们加入某一行 group.N。",
  },
  "weightless-group": {
    what: ({ group, ids }) => `组 ${group} 的服务器（${list(ids)}）权重都是 0。`,
    effect: () => "这一组在选举中没有发言权，其中的服务器也都不能当选。",
    cure: () => "至少给其中一台权重，或把它们改为观察者。",
  },
  "setting-missing": {
    what: ({ key }) => `没有设置 ${key}。`,
    effect: () => "缺了它，ZooKeeper 无法作为集群的一员启动。",
    cure: ({ key }) => `设置它，例如 ${key}=${key === "initLimit" ? 10 : 5}。`,
  },
  "commands-closed": {
    what: ({ allowed }) =>
      `4lw.commands.whitelist ${allowed.length === 0 ? "不允许任何命令" : `只允许 ${allowed.join("、")}`}。`,
    effect: () => "监控用来识别 Leader 的 srvr 和 mntr 得不到应答。",
    cure: () => "加上 srvr 和 mntr，或改用 AdminServer。",
  },
};

/** Everything a diagnosis says, in simplified Chinese. */
export const zhCN: DiagnoseMessages = {
  findings,
  effect: (text) => `影响：${text}`,
  cure: (text) => `处理：${text}`,
  notes: "提示",
  seen: (from, to, count, others) => {
    const when = count === 1 ? `时间 ${from}` : `首次 ${from}，末次 ${to}，共 ${count} 次`;
    return others.length === 0 ? when : `${when}；${servers(others)} 也有`;
  },
  looked: (problems, { logs, configs, myids, servers: sids, elections }) => {
    const parts = [
      ...(logs > 0 ? [`${sids.length > 0 ? `${sids.length} 台服务器的 ` : ""}${logs} 份日志`] : []),
      ...(configs > 0 ? [`${configs} 份配置`] : []),
      ...(myids > 0 ? [`${myids} 个 myid 文件`] : []),
    ];
    const what = problems === 0 ? "没有发现问题" : `发现 ${problems} 个问题`;
    return `在 ${parts.join("、")}${elections > 0 ? `（${elections} 次选举）` : ""}中${what}。`;
  },
  change: (at, { leader, before, recoveryMs }) =>
    `${at}  ${before === null ? `${leader} 当选` : before === leader ? `${leader} 再次当选` : `Leader 变为 ${leader}`}${recoveryMs === null ? "" : `；${recoveryMs < 10_000 ? `${recoveryMs} ms` : duration(recoveryMs)} 后恢复服务`}。`,
};
