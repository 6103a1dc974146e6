/** The scenarios that come with the program, from fixtures/scenarios (see src/build/builtins.mjs). */
import scenarios from "virtual:builtin-scenarios";
import type { Cluster, LocalizedText } from "./cluster.ts";
import { type Description, placeOfPath } from "./description.ts";
import { normalize } from "./normalize.ts";

/** All built-in scenarios in name order; `text` is the YAML with its comments, `protocol` the one they are meant for. */
export function builtinScenarios(): { name: string; title: LocalizedText; text: string; protocol: string }[] {
  return scenarios.map(({ name, text, description }) => {
    const { title, protocol = "zookeeper" } = description as { title: LocalizedText; protocol?: string };
    return { name, title, text, protocol };
  });
}

/** The built-in scenario of this name, ready to run. */
export function builtin(name: string): Cluster | undefined {
  const description = builtinDescription(name);
  return description && normalize(description);
}

/** The same, before it is checked, so that flags can change it. Problems name the scenario in place of a file. */
export function builtinDescription(name: string): Description | undefined {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) return undefined;
  return { data: found.description, faults: [], place: (path) => ({ file: name, ...placeOfPath(path) }) };
}
