import type { Cluster } from "../../src/scenario/cluster.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { readScenario } from "../../src/scenario/read.ts";

/** What reading says is wrong, a problem a line. */
export async function problemsOf(text: string, file: string): Promise<string[]> {
  return failure(() => readScenario(text, file));
}

/** The problems that `action` throws; none when it throws nothing. */
export async function failure(action: () => unknown): Promise<string[]> {
  return (await refusal(action))?.message.split("\n") ?? [];
}

/** The error that `action` throws, for bad input. */
export async function refusal(action: () => unknown): Promise<InputError | undefined> {
  try {
    await action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return undefined;
}

export function read(text: string, file = "cluster.yaml"): Promise<Cluster> {
  return readScenario(text, file);
}
