import type { ChangeText } from "../../locales/whatif/en.ts";
import type { Order, ToldChange } from "../../whatif/facts.ts";
import { zxidText } from "../notation.ts";

/** A change with its values as they are written; `sid` is the server that is spoken of, whose number need not be said. */
export function changeText(change: ToldChange, sid: number | undefined): ChangeText {
  const other = change.field === "start" || change.sid === sid ? undefined : change.sid;
  return { field: change.field, other, value: valueText(change), was: wasText(change) };
}

/** The value that a change sets. */
export function valueText(change: ToldChange): string {
  switch (change.field) {
    case "start":
      return orderText(change.value);
    case "up":
    case "down":
      return "";
    case "zxid":
      return zxidText(change.value, splitOf(change));
    default:
      return String(change.value);
  }
}

/** What it was before; null where it had none. */
function wasText(change: ToldChange): string | null {
  switch (change.field) {
    case "start":
      return orderText(change.was);
    case "up":
    case "down":
      return null;
    case "zxid":
      return zxidText(change.was, splitOf(change));
    default:
      return change.was === null ? null : String(change.was);
  }
}

function splitOf({ value, was }: Extract<ToldChange, { field: "zxid" }>): { split: boolean } {
  return { split: value >> 32n > 0n || was >> 32n > 0n };
}

/** "1, 2, 3+5, 4" */
function orderText(order: Order): string {
  return order.map((sids) => sids.join("+")).join(", ");
}
