/** A broker that shuts down in order (KafkaServer.controlledShutdown). */
import { ask, become, type Draft, tell } from "./state.ts";

/** The controller is to find other leaders first; without one the broker goes as it is. */
export function askToLeave(draft: Draft): void {
  draft.leaving = true;
  if (draft.active === null) leave(draft, []);
  else draft.effects.push({ kind: "send", to: draft.active, message: { kind: "ControlledShutdown" } });
}

/** It closes its session, and its znodes go at once. */
export function leave(draft: Draft, remaining: readonly string[]): void {
  const { sid, controller } = draft;
  tell(draft, { type: "left", sid, remaining });
  if (controller !== null) {
    tell(draft, { type: "controller", sid, change: "resigned", epoch: controller.epoch, reason: "shut-down" });
  }
  ask(draft, (session) => ({ kind: "close", session }));
  for (const name of ["ping", "silent", "fetch", "register"]) draft.effects.push({ kind: "cancel", name });
  draft.controller = null;
  draft.active = null;
  become(draft, "DOWN", "shut-down");
}
