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
const servers = (sids: readonly number[]) => (sids.length === 0 ? "有一台伺服器" : `伺服器 ${list(sids)}`);
/** 「伺服器 1 」, before Chinese text. */
const of = (sids: readonly number[]) => (sids.length === 0 ? "某台伺服器" : `伺服器 ${sids[0]} `);
const leaderName = (leader: number | null) => (leader === null ? "Leader" : `Leader ${leader}`);

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${ms} ms`;
  if (seconds < 60) return `${seconds} 秒`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} 分${rest === 0 ? "鐘" : ` ${rest} 秒`}`;
}

/** The time of day of a timestamp. */
const timeOf = (at: string) => /\d\d:\d\d:\d\d/.exec(at)?.[0] ?? at;

function standingText({ without, left, support }: Standing): string {
  if (without.length === 0) return "";
  const { have, need, of: all, unit } = support;
  const spare = have - need;
  if (unit === "groups") {
    if (spare < 0) return `沒有 ${list(without)}，只能湊成 ${have}/${all} 組，需要 ${need} 組，選不出 Leader`;
    return spare === 0 ? `${list(left)} 剛好過半` : `${list(left)} 在 ${all} 組中仍然過半`;
  }
  if (spare < 0)
    return `${all} 台中${have === 0 ? "一台也不剩" : `只剩 ${list(left)}`}，需要 ${need} 台，選不出 Leader`;
  if (spare === 0) return `${list(left)} 剛好過半，再有一台故障，叢集就停止服務`;
  return `${list(left)} 仍然過半，還可以再有 ${spare} 台故障`;
}

const withStanding = (text: string, standing: Standing) => {
  const more = standingText(standing);
  return more === "" ? `${text}。` : `${text}；${more}。`;
};

const connect: Record<ConnectCause, string> = {
  refused: "連線被拒絕",
  timeout: "連線逾時",
  "no-route": "沒有到它的路由",
  other: "無法建立連線",
};

const missingCause: Record<MissingCause, string> = {
  refused: "連線被拒絕",
  timeout: "沒有回應",
  "no-route": "沒有路由",
  other: "無法連線",
  unresolved: "主機名稱無法解析",
  tls: "TLS 失敗",
  exited: "行程已經退出",
  silent: "沒有訊息",
};

function missingText(all: readonly { readonly sid: number; readonly why: MissingCause }[]): string {
  const reasons = [...new Set(all.map(({ why }) => why))];
  return reasons
    .map((why) => `${list(all.filter((one) => one.why === why).map(({ sid }) => sid))}（${missingCause[why]}）`)
    .join("、");
}

const databases: Record<DatabaseProblem, string> = {
  "current-epoch": "currentEpoch 檔案比資料舊",
  "accepted-epoch": "acceptedEpoch 檔案比 currentEpoch 舊",
  "no-snapshot": "有交易日誌卻沒有快照",
  other: "檔案無法讀取",
};

const follows: Record<FollowCause, string> = {
  "read-timeout": "直到逾時也沒有收到它的訊息",
  unreachable: "連不上它的 quorum 連接埠",
  "leader-older": "該 Leader 的 epoch 低於跟隨者自己的",
  other: "還沒有同步就放棄了",
};

const triggers: Partial<Record<StateReason, string>> = {
  "leader-lost": "失去 Leader",
  "leader-silent": "Leader 在 syncLimit 個 tick 內沒有訊息",
  "leader-unreachable": "連不上 Leader",
  "quorum-lost": "Leader 失去了過半的跟隨者",
  "quorum-never": "Leader 始終沒有過半的跟隨者",
};

const uses: Record<PortUse["what"], string> = {
  client: "用戶端連接埠",
  quorum: "quorum 連接埠",
  election: "選舉連接埠",
};
const useText = ({ id, what }: PortUse) => (id === null ? uses[what] : `${id} 的${uses[what]}`);
const amount = ({ have, of: all, unit }: Support) => (unit === "votes" ? `${have}/${all} 票` : `${have}/${all} 組`);
const syncedText = (synced: readonly number[] | null) => {
  if (synced === null) return "";
  return synced.length === 0 ? "沒有一台完成同步" : `只有 ${list(synced)} 完成了同步`;
};
const behind = (text: string) => (text === "" ? "" : `：${text}`);
const copyData = "先備份它的 version-2 目錄。在其餘伺服器過半上線時，移走該目錄再啟動：它會複製 Leader 的資料。";
const savedFirst =
  "先備份它的 version-2 目錄：其中可能有別的伺服器已經遺失的資料。如果別的伺服器是誤刪了資料，停掉它們，改用它的資料；否則移走該目錄再啟動，它會複製 Leader 的資料。";

function zxidText(lost: readonly { readonly sid: number; readonly had: string; readonly now: string }[]): string {
  const pairs = lost.map(({ had, now }) => `zxid 原為 ${had}，現為 ${now}`);
  if (new Set(pairs).size <= 1) return String(pairs[0]);
  return lost.map(({ sid }, at) => `${sid} 的 ${pairs[at]}`).join("；");
}

const findings: Sentences = {
  "data-lost": {
    what: ({ sids, lost }) => `${servers(sids)} 重新啟動後，資料比原有的少：${zxidText(lost)}。`,
    effect: ({ severity, holder }) => {
      if (severity !== "error") return "其餘伺服器有這些資料，會讓它恢復到最新。";
      const kept = holder === null ? "" : `；伺服器 ${holder.sid} 有更新的資料（zxid ${holder.zxid}）`;
      return `沒有這些資料的伺服器一旦過半，就會選出沒有這些資料的 Leader，如同從未寫入過${kept}。`;
    },
    cure: ({ sids, severity, holder }) => {
      const why = "並檢查 dataDir 所在的磁碟會不會隨行程一起消失";
      if (severity !== "error") return `如果是有意清空的，不必處理；否則恢復資料，${why}。`;
      return holder === null
        ? `在寫入更多資料之前停掉 ${list(sids)}，用舊磁碟或備份恢復 version-2 目錄，${why}。`
        : `不要清空伺服器 ${holder.sid}。停掉所有伺服器，備份各自的 version-2 目錄，用 ${holder.sid} 的副本取代 ${list(sids)} 的，再啟動，${why}。`;
    },
  },
  "log-copy": {
    what: ({ files }) =>
      `有日誌給了兩份：${files.map(({ file, of: other }) => `${file} 與 ${other} 相同`).join("、")}。`,
    effect: () => "重複的內容只算一次。",
    cure: () => "不必處理。",
  },
  unreachable: {
    what: ({ sids, peer, cause, peerRuns }) =>
      `${of(sids)}連不上伺服器 ${peer}：${connect[cause]}${peerRuns ? `，而 ${peer} 正在執行` : ""}。`,
    effect: ({ peer, peerRuns, standing }) =>
      withStanding(
        peerRuns ? `選票到不了 ${peer}；如果 ${peer} 也連不上別人，它就被孤立了` : `${peer} 不能投票`,
        standing,
      ),
    cure: ({ peer, cause, peerRuns, address }) => {
      if (peerRuns)
        return `讓其他伺服器能夠連到 ${address}（防火牆、安全群組），並核對 zoo.cfg 中的 server.${peer} 與 ${peer} 實際監聽的位址。`;
      return cause === "refused"
        ? `啟動伺服器 ${peer}，或在它的日誌中查看退出的原因；如果它在執行，檢查它是否監聽 ${address}。`
        : `檢查 ${peer} 是否上線，以及到 ${address} 的途中有沒有阻斷（防火牆、路由）。`;
    },
  },
  unresolved: {
    what: ({ sids, peer, host }) =>
      `${of(sids)}連不上${peer === null ? "一台伺服器" : `伺服器 ${peer}`}：主機名稱 ${host} 無法解析。`,
    effect: ({ peer, standing }) => withStanding(peer === null ? "有一台伺服器不能投票" : `${peer} 不能投票`, standing),
    cure: ({ sids, peer }) =>
      `在 ${list(sids)} 上改正 zoo.cfg 中的${peer === null ? "那一行 server" : ` server.${peer}`}，或改正它的 DNS 記錄。`,
  },
  tls: {
    what: ({ sids, peer }) => `${of(sids)}無法與伺服器 ${peer} 建立 TLS 連線。`,
    effect: ({ peer, standing }) => withStanding(`${peer} 不能投票`, standing),
    cure: ({ peer }) =>
      `所有伺服器的 sslQuorum 要一致，並檢查 ${peer} 與連到它的伺服器的憑證、主機名稱和信任庫（ssl.quorum.*）。`,
  },
  "server-down": {
    what: ({ sids, since, standing: { support } }) => {
      const { have, need, of: all, unit } = support;
      const [count, short] = unit === "votes" ? ["台", `${need} 台`] : ["組", `${need} 組`];
      const down = since === null ? "從未出現" : `自 ${timeOf(since)} 起當機`;
      return `${of(sids)}${down}；${all} ${count}中有 ${have} ${count}上線，需要 ${short}。`;
    },
    effect: ({ sids, standing }) => withStanding(`${sids[0]} 不能投票`, standing),
    cure: ({ sids }) => `啟動伺服器 ${sids[0]}，或在它的日誌中查看退出的原因。`,
  },
  "one-way": {
    what: ({ sids, peer, mutual, silentMs, isHeard }) => {
      const time = silentMs === null ? "始終" : `有 ${duration(silentMs)} `;
      if (mutual) return `伺服器 ${list(sids)} 都在執行，卻${time}收不到對方的訊息。`;
      return `${of(sids)}${time}收不到伺服器 ${peer} 的訊息，而 ${peer} 正在執行${isHeard ? `，並且收得到 ${sids[0]} 的訊息` : ""}。`;
    },
    effect: ({ sids, peer, longestWaitMs }) =>
      `${list([...new Set([...sids, peer])])} 之間的選票會遺失${longestWaitMs > 0 ? `；兩次嘗試之間的等待已經長到 ${duration(longestWaitMs)}` : ""}。`,
    cure: () => "檢查選舉連接埠的兩個方向（防火牆、NAT）；如果是連線悄悄失效，設定 tcpKeepAlive=true。",
  },
  "wildcard-address": {
    what: ({ sids, peer, proven }) =>
      peer === null
        ? `${of(sids)}自己的選舉位址是 0.0.0.0。`
        : `${of(sids)}一再斷開自己到伺服器 ${peer} 的連線，而 ${peer} 從不連回來${proven ? "：它自己的位址是 0.0.0.0" : ""}。`,
    effect: ({ sids, peer }) =>
      peer === null
        ? "3.5.0 到 3.5.7 版本中，sid 更大的伺服器無法連回來；之後的版本可以。"
        : `${sids[0]} 和 ${peer} 收不到對方的訊息。`,
    cure: ({ sids }) =>
      `在它自己的 zoo.cfg 裡，把 server.${sids[0] ?? "N"} 寫成真實位址（需要時加上 quorumListenOnAllIPs=true），或使用 3.5.8 及以後的版本。`,
  },
  "bad-greeting": {
    what: ({ sids, version }) =>
      `${servers(sids)} 收到的連線不是 ZooKeeper 的選舉協議${version === null ? "" : `（版本 ${version}）`}。`,
    effect: () => "連線被斷開；對方如果是別的版本，或用了 TLS，就收不到它的訊息。",
    cure: () => "查出是誰在連接選舉連接埠：別的版本、只有一邊用 TLS，或連接埠掃描。",
  },
  "not-in-list": {
    what: ({ id, listed }) => `伺服器 ${id} 不在伺服器清單${listed.length === 0 ? "" : `（${list(listed)}）`}中。`,
    effect: ({ id }) => `${id} 無法啟動。`,
    cure: ({ id }) => `改正它的 myid 檔案，或在每台伺服器的 zoo.cfg 中加上 server.${id}。`,
  },
  "duplicate-sid": {
    what: ({ sids, how, files }) => {
      if (how === "connection") return `${of(sids)}收到一台與自己同號的伺服器的連線。`;
      return how === "logs"
        ? `有兩台伺服器的編號都是 ${sids[0]}：${files.join("、")}。`
        : `編號 ${sids[0]} 重複：${files.join("、")}。`;
    },
    effect: ({ sids }) => `其中一台不能參加選舉；別的伺服器把兩台都當作伺服器 ${sids[0]}。`,
    cure: () => "改正寫錯的那個 myid 檔案，使每個編號只出現一次，然後重新啟動那台伺服器。",
  },
  "myid-missing": {
    what: ({ sids }) => `${of(sids)}沒有 myid 檔案。`,
    effect: () => "它無法啟動。",
    cure: () => "在它的 dataDir 中新增檔案 myid，寫入伺服器編號。",
  },
  "myid-not-number": {
    what: ({ sids, found }) =>
      `${sids.length === 0 ? "有一個 myid 檔案" : `伺服器 ${sids[0]} 的 myid 檔案`}寫的不是數字：「${found}」。`,
    effect: () => "伺服器無法啟動。",
    cure: () => "myid 的第一行只寫伺服器編號，且只用數字。",
  },
  "invalid-config": {
    what: ({ sids, reason }) => `${of(sids)}不接受自己的設定：${reason}。`,
    effect: () => "它無法啟動。",
    cure: () => "改正 zoo.cfg，再啟動它。",
  },
  aborted: {
    what: ({ sids, reason }) => `${of(sids)}放棄啟動：${reason}。`,
    effect: () => "它沒有執行。",
    cure: () => "解決例外狀況所指的問題，再啟動它。",
  },
  "cannot-bind": {
    what: ({ sids, port, address, inUse }) =>
      `${of(sids)}無法監聽自己的${uses[port]}${address === "" ? "" : ` ${address}`}${inUse ? "：連接埠已被佔用" : ""}。`,
    effect: ({ port }) =>
      port === "election" ? "它不能參加選舉，隨後退出。" : "它即使當選也無法領導：誰也不能跟隨它。",
    cure: ({ inUse, sids }) =>
      inUse
        ? "查出是誰佔用了連接埠：那台主機上的另一台伺服器，或編號相同的伺服器；然後重新啟動它。"
        : `改正 zoo.cfg 中的 server.${sids[0] ?? "N"}，寫成那台主機自己的位址，或設定 quorumListenOnAllIPs=true。`,
  },
  database: {
    what: ({ sids, problem }) => `${of(sids)}無法載入資料：${databases[problem]}。`,
    effect: () => "它無法啟動。",
    cure: ({ problem }) =>
      problem === "no-snapshot"
        ? `如果它是從 3.4 升級來的，用 snapshot.trust.empty=true 啟動一次；否則恢復快照，或者${copyData}`
        : copyData,
  },
  "no-quorum": {
    what: ({ looking, missing: away, support, ms }) => {
      const who = `${servers(looking)} 找 Leader 已有 ${duration(ms)}`;
      if (support.have >= support.need) return `${who}，它們雖然過半，卻沒有選出來。`;
      const short = away.length === 0 ? "" : `；缺少 ${missingText(away)}`;
      return `沒有過半：${who}，只有 ${amount(support)}，需要 ${support.need} ${support.unit === "votes" ? "票" : "組"}${short}。`;
    },
    effect: () => "沒有 Leader，整個叢集不提供服務。",
    cure: ({ missing: away, support }) => {
      const short = support.need - support.have;
      if (short <= 0) return "看看還發現了它們的什麼問題，並比較它們的伺服器清單。";
      const sids = away.map(({ sid }) => sid);
      return support.unit === "votes" && short < sids.length
        ? `在 ${list(sids)} 中再啟動 ${short} 台。`
        : `啟動${servers(sids)}。`;
    },
  },
  "left-out": {
    what: ({ sids, leader, ms }) =>
      `${of(sids)}找 Leader 已有 ${duration(ms)}，${leader === null ? "而別的伺服器已有 Leader" : `而 ${leader} 正是 Leader`}。`,
    effect: ({ sids }) => `${sids[0]} 不提供服務，也不計入過半。`,
    cure: ({ sids, leader }) =>
      `檢查 ${sids[0]} 與${leader === null ? "其他伺服器" : ` ${leader} `}能否互相連到選舉連接埠和 quorum 連接埠，伺服器清單是否一致。`,
  },
  "never-synchronised": {
    what: ({ sids, synced, count }) =>
      `${of(sids)}當選${count === 1 ? "" : `了 ${count} 次`}，但在 initLimit 個 tick 內沒有過半的伺服器完成同步${behind(syncedText(synced))}。`,
    effect: ({ need }) => `它退位，選舉重新開始；需要 ${need} 台。`,
    cure: ({ sids, deaf }) =>
      deaf.length > 0
        ? `先解決 ${sids[0]} 收不到 ${list(deaf)} 的訊息的問題：否則 ${sids[0]} 太晚才知道自己當選。`
        : "查明跟隨者為什麼沒有來：quorum 連接埠被阻斷、磁碟慢；快照很大時，調大 initLimit。",
  },
  "quorum-lost": {
    what: ({ sids, synced }) => `Leader ${sids[0]} 失去了過半的跟隨者${behind(syncedText(synced))}。`,
    effect: ({ need }) => `它停止領導，在新的選舉結束之前沒有服務；需要 ${need} 台。`,
    cure: () => "在跟隨者的日誌中查明它們離開的原因：停機、長時間停頓（GC）、網路，或 syncLimit 太小。",
  },
  "cannot-follow": {
    what: ({ sids, leader, cause }) => `${servers(sids)} 無法跟隨 ${leaderName(leader)}：${follows[cause]}。`,
    effect: ({ sids }) => `${list(sids)} 回到 LOOKING；沒有過半的跟隨者，Leader 也會回到 LOOKING。`,
    cure: ({ sids, leader, cause, newer }) => {
      if (cause === "leader-older" && newer)
        return `不要清空${servers(sids)}：那裡的資料比 ${leaderName(leader)} 的新。先備份 version-2 目錄，停掉其餘伺服器，用它的副本啟動它們。`;
      if (cause === "unreachable") return "開放 Leader 的 quorum 連接埠（預設 2888），並核對雙方的 server 行。";
      if (cause === "leader-older") return savedFirst;
      return "快照很大時，調大 initLimit；檢查 Leader 的磁碟、網路和長時間停頓（GC）。";
    },
  },
  partition: {
    what: ({ leader, groups }) =>
      `網路中斷，把${groups.map((group) => servers(group)).join("與")} 隔開：Leader ${leader} 只剩下自己這一邊。`,
    effect: () => "只有過半的一邊在選出 Leader 之後才能提供服務。",
    cure: ({ groups }) =>
      `檢查 ${groups.map(list).join(" 與 ")} 之間的網路（交換器、防火牆、路由）：如果是 Leader 停頓，它會失去所有跟隨者。`,
  },
  "leader-silent": {
    what: ({ sids, leader }) => `${servers(sids)} 在 syncLimit 個 tick 內沒有收到 ${leaderName(leader)} 的訊息。`,
    effect: () => "它們脫離該 Leader，重新選舉。",
    cure: ({ leader }) =>
      `檢查 ${leaderName(leader)} 有沒有長時間停頓（GC、行程被暫停）、慢磁碟或網路故障；或調大 syncLimit。`,
  },
  "slow-disk": {
    what: ({ sids, longestMs, count }) =>
      `伺服器 ${sids[0]} 的磁碟慢：寫交易日誌${count === 1 ? "用了" : "最長用了"} ${duration(longestMs)}。`,
    effect: () => "每次寫入都要等它；超過 syncLimit 個 tick，Leader 和跟隨者就會分開。",
    cure: () => "讓 dataLogDir 獨佔一塊磁碟，並查明還有誰在寫這塊磁碟。",
  },
  "ahead-of-leader": {
    what: ({ sids }) => `有一台跟隨者的資料比 Leader ${sids[0]} 的新。`,
    effect: () => "Leader 拒絕它。",
    cure: () => "讓所有伺服器上線，再選舉一次，由資料最新的當選；手工恢復的資料在各台上必須相同。",
  },
  "members-disagree": {
    what: ({ sids, stranger, how }) => {
      const told = {
        sender: `收到 ${stranger} 的選票，卻不認為它是有投票權的成員`,
        vote: `收到投給 ${stranger} 的選票，卻不認為它是有投票權的成員`,
        target: `要發訊息給 ${stranger}，卻不認為它是叢集的成員`,
        leader: `要跟隨 ${stranger}，卻不認為它是叢集的成員`,
      };
      return `${servers(sids)} ${told[how]}。`;
    },
    effect: ({ stranger }) =>
      `它的選票不算數，各台按不同的叢集計算過半；${stranger} 可能被排除在外，也可能出現兩個 Leader。`,
    cure: ({ sids }) => `讓所有伺服器的 server 行一致，先改 ${list(sids)}，再逐台重新啟動。`,
  },
  "repeated-elections": {
    what: ({ elections, withinMs, triggers: why }) => {
      const reasons = why.map(({ reason, times }) => `${triggers[reason] ?? reason}（${times} 次）`);
      return `${duration(withinMs)} 之內有 ${elections} 次選舉${behind(reasons.join("、"))}。`;
    },
    effect: () => "每次選舉期間都沒有服務，工作階段可能過期。",
    cure: ({ slowDisks }) =>
      slowDisks.length > 0
        ? `先解決 ${list(slowDisks)} 的慢磁碟。`
        : "檢查那些時刻有沒有長時間停頓（GC）、網路遺失封包和慢磁碟。",
  },
  "zxid-rollover": {
    what: ({ sids }) => `Leader ${sids[0]} 用完了本 epoch 的 zxid。`,
    effect: () => "它辭去領導，以開始新的 epoch：每 4294967295 個交易有一次短暫的選舉。",
    cure: () => "不必處理；如果時間不合適，可以提前挑一個時間重新啟動 Leader。",
  },
  "voter-left": {
    what: ({ sids }) => `Leader ${sids[0]} 放棄了領導，因為投過它的伺服器又回到了 LOOKING。`,
    effect: () => "接著又是一次選舉。",
    cure: () => "查明那些伺服器為什麼改變主意：連線斷開，或重新啟動。",
  },
  "command-blocked": {
    what: ({ sids, commands }) => `${servers(sids)} 拒絕四字命令 ${commands.join("、")}。`,
    effect: () => "用它來監控就得不到回應，可能把健康的伺服器當作當機。",
    cure: ({ commands }) => `把 ${commands.join("、")} 加入 4lw.commands.whitelist，或改用 AdminServer。`,
  },
  "bad-server-line": {
    what: ({ key, value }) => `ZooKeeper 看不懂 ${key}=${value} 這一行。`,
    effect: () => "伺服器無法啟動。",
    cure: () => "寫成 server.N=host:2888:3888，觀察者在後面加上 :observer。",
  },
  "id-twice": {
    what: ({ id }) => `server.${id} 寫了兩次。`,
    effect: () => "只有後一行算數：另一台伺服器不屬於叢集。",
    cure: () => "每台伺服器用自己的編號。",
  },
  "members-differ": {
    what: ({ id, how, files }) => {
      if (how === "missing") return `${files.join("、")} 中缺少 server.${id}。`;
      return `server.${id} 在 ${files.join("、")} 中的${how === "role" ? "角色" : "位址"}與別處不同。`;
    },
    effect: ({ id, how }) => {
      if (how === "missing") return `那些伺服器不理會 ${id} 的選票，按另一個叢集計算過半。`;
      return how === "role" ? "各台按不同的叢集計算過半。" : `有的伺服器會到錯誤的位址去找 ${id}。`;
    },
    cure: () => "讓所有檔案中的 server 行一致。",
  },
  "port-collision": {
    what: ({ host, port, uses: all }) => `${host} 的連接埠 ${port} 重複：${all.map(useText).join("、")}。`,
    effect: () => "只有一方能監聽它；另一方無法啟動，或不能參加選舉。",
    cure: () => "各用各的連接埠。",
  },
  "tiny-ensemble": {
    what: ({ participants }) => `叢集只有 ${participants} 台有投票權的伺服器。`,
    effect: ({ participants }) =>
      participants === 2 ? "兩台缺一不可：有一台故障，就沒有服務。" : "它故障，就沒有服務。",
    cure: () => "改用 3 台。",
  },
  "even-ensemble": {
    what: ({ participants }) => `叢集有偶數台（${participants}）有投票權的伺服器。`,
    effect: ({ participants: n }) =>
      `過半需要 ${n / 2 + 1} 台，所以只能有 ${n / 2 - 1} 台故障：並不比 ${n - 1} 台時多。`,
    cure: ({ participants: n }) => `改用 ${n - 1} 台或 ${n + 1} 台，或把其中一台改為觀察者。`,
  },
  "observer-votes": {
    what: () => "有一台伺服器設定了 peerType=observer，但它的 server 行沒有寫 :observer。",
    effect: () => "以伺服器清單為準：它會投票，也計入過半。",
    cure: () => "在每台伺服器上，都在它的 server 行末尾加上 :observer。",
  },
  "observer-untold": {
    what: ({ sids }) => `按 server 行，${of(sids)}是觀察者；但沒有設定 peerType=observer。`,
    effect: () => "它照樣是觀察者；只是 ZooKeeper 每次啟動都會警告。",
    cure: () => "在它的 zoo.cfg 中設定 peerType=observer。",
  },
  groupless: {
    what: ({ ids }) => `設定了組，${servers(ids)} 卻不屬於任何組。`,
    effect: () => "ZooKeeper 無法用這樣的檔案啟動：每台伺服器都必須恰好屬於一組。",
    cure: () => "把它們加入某一行 group.N。",
  },
  "weightless-group": {
    what: ({ group, ids }) => `組 ${group} 的伺服器（${list(ids)}）權重都是 0。`,
    effect: () => "這一組在選舉中沒有發言權，其中的伺服器也都不能當選。",
    cure: () => "至少給其中一台權重，或把它們改為觀察者。",
  },
  "setting-missing": {
    what: ({ key }) => `沒有設定 ${key}。`,
    effect: () => "缺了它，ZooKeeper 無法作為叢集的一員啟動。",
    cure: ({ key }) => `設定它，例如 ${key}=${key === "initLimit" ? 10 : 5}。`,
  },
  "commands-closed": {
    what: ({ allowed }) =>
      `4lw.commands.whitelist ${allowed.length === 0 ? "不允許任何命令" : `只允許 ${allowed.join("、")}`}。`,
    effect: () => "監控用來識別 Leader 的 srvr 和 mntr 得不到回應。",
    cure: () => "加上 srvr 和 mntr，或改用 AdminServer。",
  },
};

/** Everything a diagnosis says, in traditional Chinese. */
export const zhTW: DiagnoseMessages = {
  findings,
  effect: (text) => `影響：${text}`,
  cure: (text) => `處理：${text}`,
  notes: "提示",
  seen: (from, to, count, others) => {
    const when = count === 1 ? `時間 ${from}` : `首次 ${from}，末次 ${to}，共 ${count} 次`;
    return others.length === 0 ? when : `${when}；${servers(others)} 也有`;
  },
  looked: (problems, { logs, configs, myids, servers: sids, elections }) => {
    const parts = [
      ...(logs > 0 ? [`${sids.length > 0 ? `${sids.length} 台伺服器的 ` : ""}${logs} 份日誌`] : []),
      ...(configs > 0 ? [`${configs} 份設定`] : []),
      ...(myids > 0 ? [`${myids} 個 myid 檔案`] : []),
    ];
    const what = problems === 0 ? "沒有發現問題" : `發現 ${problems} 個問題`;
    return `在 ${parts.join("、")}${elections > 0 ? `（${elections} 次選舉）` : ""}中${what}。`;
  },
  change: (at, { leader, before, recoveryMs }) =>
    `${at}  ${before === null ? `${leader} 當選` : before === leader ? `${leader} 再次當選` : `Leader 變為 ${leader}`}${recoveryMs === null ? "" : `；${recoveryMs < 10_000 ? `${recoveryMs} ms` : duration(recoveryMs)} 後恢復服務`}。`,
};
