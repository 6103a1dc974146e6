import { en as tables } from "../../../locales/tables/en.ts";
import type { Words } from "../../telling.ts";
import type { SessionFact } from "./facts.ts";

/** Words for what recipes share, in English. */
export const en: Words<SessionFact> = {
  step: ({ number, of, action }) => tables.step(number, of, action),
  expired({ sid, crashed, since, timeout, znodes }) {
    const gone = znodes === 0 ? "" : `; only then ${znodes === 1 ? "did its znode go" : `did its ${znodes} znodes go`}`;
    return crashed
      ? `ZooKeeper does not see that ${sid} crashed. Its session ended when nothing had been heard of it for ${timeout} ms, ${since} ms after the crash${gone}.`
      : `Nothing was heard of ${sid} for ${timeout} ms: ${since} ms into this step ZooKeeper ended its session${gone}. It was not told.`;
  },
  learned: ({ sid, since, led }) =>
    led
      ? `${sid} went on believing that it leads until ZooKeeper answered it, ${since} ms into this step: its session was over.`
      : `${sid} was told that its session was over, ${since} ms into this step, and opened a new one.`,
  two({ one, other, ms, cut, until }) {
    if (ms === null) {
      return `Split brain: ${cut ? "up to the cut" : "to the end"} both ${one} and ${other} believe that they lead.`;
    }
    return `Split brain: ${until === null ? `for ${ms} ms` : `until step ${until}`} both ${one} and ${other} believed that they lead.`;
  },
  gap: ({ ms, next }) => `For ${ms} ms nobody led, until ${next} did.`,
  nothing: () => "Nothing changed.",
  simulated: () =>
    "Left out of this simulation: ZooKeeper's own ensemble (it is one service that is always up, on the side of the larger part of a network that splits) and its rounding of session timeouts up to the next tick.",
};
