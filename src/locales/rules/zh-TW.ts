import type { RulesTexts } from "./en.ts";

/** Every text of the page of rules, in traditional Chinese. */
export const zhTW: RulesTexts = {
  title: "ZooKeeper 選舉 Leader 的規則",
  source: "FastLeaderElection，以 3.8 版的伺服器為準",
  quoted: (claim) => `「${claim}」`,

  sections: {
    order: {
      title: "哪張選票勝出",
      rules: {
        vote: { term: "選票", text: "所推舉伺服器的 sid、最後的 zxid 和 peerEpoch" },
        notification: { term: "通知", text: "發送者的選票、electionEpoch 和狀態" },
        peerEpoch: { term: "peerEpoch", text: "即它的 currentEpoch；最先比較，大者勝出" },
        zxid: { term: "zxid", text: "peerEpoch 相同時，zxid 大者勝出" },
        sid: { term: "sid", text: "zxid 也相同時，sid 大者勝出" },
        weight: { term: "權重", text: "投給權重為 0 的伺服器的選票，永遠不會勝出" },
      },
    },
    looking: {
      title: "伺服器怎樣尋找 Leader",
      rules: {
        looking: {
          term: "LOOKING",
          text: "伺服器剛啟動，或失去了 Leader，或身為 Leader 失去了過半的支持；有投票權的先投自己，並互相通知",
        },
        electionEpoch: {
          term: "electionEpoch",
          text: "選舉輪次，即邏輯時鐘：每次進入 LOOKING 加一",
        },
        "same-election": {
          term: "同一選舉",
          text: "選票更優就改投它，並通知各伺服器；選票都記入 recvset",
        },
        "newer-election": {
          term: "較新的選舉",
          text: "採用它的選舉輪次，清空 recvset，在這張選票和自己最初的選票中取更優的一張，通知各伺服器",
        },
        "older-election": { term: "較舊的選舉", text: "忽略這張選票，並用自己的選票回覆" },
        notTimeout: {
          term: "notTimeout",
          text: "200 ms 沒有通知就重發選票（或重新連線），等待加倍，最長 60 s",
        },
      },
    },
    decision: {
      title: "怎樣選定 Leader",
      rules: {
        majority: {
          term: "過半",
          text: "同一選舉中，過半的有投票權的伺服器（按設定計，不論是否上線）持同樣的選票；觀察者沒有投票權",
        },
        groups: {
          term: "有分組時",
          text: "過半的組裡，各有過半的權重",
        },
        finalizeWait: {
          term: "finalizeWait",
          text: "選票過半之後，還要等到 200 ms 沒有通知才選定，因為更優的選票可能還在路上",
        },
        decided: { term: "LEADING", text: "選定自己的伺服器；選定別人的是 FOLLOWING" },
        observing: { term: "OBSERVING", text: "得知誰是 Leader 的觀察者；它永遠不會當選" },
        "late-server": {
          term: "晚到的",
          text: "已選定的伺服器會回覆它；過半的伺服器指出同一個 Leader，而且後者自稱 LEADING，它就加入",
        },
      },
    },
    epoch: {
      title: "選定之後",
      rules: {
        discovery: { term: "發現", text: "過半的伺服器中最大的 acceptedEpoch 加一，就是新紀元" },
        synchronization: {
          term: "同步",
          text: "各伺服器改用 Leader 的歷史，更新 currentEpoch；過半完成，新紀元就確立",
        },
        broadcast: { term: "廣播", text: "此後的 zxid，高 32 位是新紀元，低 32 位是計數" },
      },
    },
  },

  notTrue: { title: "常見的誤解", note: "旁邊的命令可以證明" },
  misunderstandings: {
    "clock-decides": {
      claim: "邏輯時鐘決定誰勝出。",
      truth: "它只區分是哪次選舉；同一次選舉中，由 peerEpoch、zxid、sid 決定。",
    },
    "zxid-and-sid-only": {
      claim: "只比較 zxid 和 sid。",
      truth: "最先比較 peerEpoch：它是伺服器的 currentEpoch，不是 zxid 的一部分。",
    },
    "epoch-per-vote": {
      claim: "每投一次票，epoch 就加一。",
      truth: "改票時 electionEpoch 不變，選票的 peerEpoch 是所推舉伺服器的。選出 Leader 之後，才有新紀元。",
    },
    "largest-sid": {
      claim: "sid 最大的總是當選。",
      truth: "只有 peerEpoch 和 zxid 都相同，才由 sid 決定。",
    },
    "late-takeover": {
      claim: "晚到的伺服器 zxid 更大，會取而代之。",
      truth: "它加入過半伺服器跟隨的 Leader，並丟棄 Leader 沒有的交易。",
    },
    "even-number": {
      claim: "偶數台伺服器選不出 Leader。",
      truth:
        "任何兩張選票都分得出優劣，平手不會持久：四台中有三台就能選出。兩台不行，所以四台和三台一樣，只容許一台當機。",
    },
  },
};
