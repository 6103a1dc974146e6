import type { Cluster } from "../../scenario/cluster.ts";
import type { AnyEvent, AnyLine, AnyResult } from "../../trace/protocol-events.ts";
import type { ExplainOptions } from "../explain-options.ts";
import type { Source } from "../explained.ts";
import type { Io } from "../io.ts";
import type { ShowOptions } from "../options.ts";
import type { Output } from "../output.ts";

/** Takes a trace line by line and prints it in the format that was asked for. */
export interface Printer {
  line(line: AnyLine): void;
}

/** What `explain` prints, and whether the scenario's expectation, if it has one, held. */
export interface Told {
  readonly text: string;
  readonly met: boolean;
}

/** A protocol by which servers elect, as the commands need it. */
export interface System {
  /** Runs the steps of the cluster. */
  simulate(cluster: Cluster, emit: (event: AnyEvent) => void): AnyResult;
  /** A line of its traces as plain JSON data. */
  json(line: AnyLine): object;
  /**
   * Prints the tables of a trace, when its last line has come.
   * @throws InputError for options that it has no use for
   */
  tables(options: ShowOptions, output: Output, io: Io): Printer;
  /** @throws InputError for options that it has no use for */
  explain(source: Source, options: ExplainOptions, io: Io): Promise<Told>;
}
