import type { RulesTexts } from "./en.ts";

/** Every text of the page of rules, in simplified Chinese. */
export const zhCN: RulesTexts = {
  title: "ZooKeeper 选举 Leader 的规则",
  source: "FastLeaderElection，以 3.8 版的服务器为准",
  quoted: (claim) => `“${claim}”`,

  sections: {
    order: {
      title: "哪张选票胜出",
      rules: {
        vote: { term: "选票", text: "所推举服务器的 sid、最后的 zxid 和 peerEpoch" },
        notification: { term: "通知", text: "发送者的选票、electionEpoch 和状态" },
        peerEpoch: { term: "peerEpoch", text: "即它的 currentEpoch；最先比较，大者胜出" },
        zxid: { term: "zxid", text: "peerEpoch 相同时，zxid 大者胜出" },
        sid: { term: "sid", text: "zxid 也相同时，sid 大者胜出" },
        weight: { term: "权重", text: "投给权重为 0 的服务器的选票，永远不会胜出" },
      },
    },
    looking: {
      title: "服务器怎样寻找 Leader",
      rules: {
        looking: {
          term: "LOOKING",
          text: "服务器刚启动，或失去了 Leader，或身为 Leader 失去了过半的支持；有投票权的先投自己，并互相通知",
        },
        electionEpoch: {
          term: "electionEpoch",
          text: "选举轮次，即逻辑时钟：每次进入 LOOKING 加一",
        },
        "same-election": {
          term: "同一选举",
          text: "选票更优就改投它，并通知各服务器；选票都记入 recvset",
        },
        "newer-election": {
          term: "较新的选举",
          text: "采用它的选举轮次，清空 recvset，在这张选票和自己最初的选票中取更优的一张，通知各服务器",
        },
        "older-election": { term: "较旧的选举", text: "忽略这张选票，并用自己的选票回复" },
        notTimeout: {
          term: "notTimeout",
          text: "200 ms 没有通知就重发选票（或重新连接），等待加倍，最长 60 s",
        },
      },
    },
    decision: {
      title: "怎样选定 Leader",
      rules: {
        majority: {
          term: "过半",
          text: "同一选举中，过半的有投票权的服务器（按配置计，不论是否在线）持同样的选票；观察者没有投票权",
        },
        groups: {
          term: "有分组时",
          text: "过半的组里，各有过半的权重",
        },
        finalizeWait: {
          term: "finalizeWait",
          text: "选票过半之后，还要等到 200 ms 没有通知才选定，因为更优的选票可能还在路上",
        },
        decided: { term: "LEADING", text: "选定自己的服务器；选定别人的是 FOLLOWING" },
        observing: { term: "OBSERVING", text: "得知谁是 Leader 的观察者；它永远不会当选" },
        "late-server": {
          term: "晚到的",
          text: "已选定的服务器会回复它；过半的服务器指出同一个 Leader，而且后者自称 LEADING，它就加入",
        },
      },
    },
    epoch: {
      title: "选定之后",
      rules: {
        discovery: { term: "发现", text: "过半的服务器中最大的 acceptedEpoch 加一，就是新纪元" },
        synchronization: {
          term: "同步",
          text: "各服务器改用 Leader 的历史，更新 currentEpoch；过半完成，新纪元就确立",
        },
        broadcast: { term: "广播", text: "此后的 zxid，高 32 位是新纪元，低 32 位是计数" },
      },
    },
  },

  notTrue: { title: "常见的误解", note: "旁边的命令可以证明" },
  misunderstandings: {
    "clock-decides": {
      claim: "逻辑时钟决定谁胜出。",
      truth: "它只区分是哪次选举；同一次选举中，由 peerEpoch、zxid、sid 决定。",
    },
    "zxid-and-sid-only": {
      claim: "只比较 zxid 和 sid。",
      truth: "最先比较 peerEpoch：它是服务器的 currentEpoch，不是 zxid 的一部分。",
    },
    "epoch-per-vote": {
      claim: "每投一次票，epoch 就加一。",
      truth: "改票时 electionEpoch 不变，选票的 peerEpoch 是所推举服务器的。选出 Leader 之后，才有新纪元。",
    },
    "largest-sid": {
      claim: "sid 最大的总是当选。",
      truth: "只有 peerEpoch 和 zxid 都相同，才由 sid 决定。",
    },
    "late-takeover": {
      claim: "晚到的服务器 zxid 更大，会取而代之。",
      truth: "它加入过半服务器跟随的 Leader，并丢弃 Leader 没有的事务。",
    },
    "even-number": {
      claim: "偶数台服务器选不出 Leader。",
      truth:
        "任何两张选票都分得出优劣，平局不会持久：四台中有三台就能选出。两台不行，所以四台和三台一样，只容许一台宕机。",
    },
  },
};
