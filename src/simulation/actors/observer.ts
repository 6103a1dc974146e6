/** Told of a run what is no part of its trace. */
export interface Observer {
  /** Whether messages are told, too; they are counted all the same. */
  readonly messages: boolean;
  /** The last step may end as soon as the protocol is at rest: of the quiet time that would follow nothing is wanted. */
  readonly untilRest?: boolean;
  /** Chance has a say: where this is never called, every seed gives the same. */
  drawn(): void;
  /** A step has done what it does, and nothing has followed from it yet; nobody is in office, and these could be. */
  vacant(eligible: readonly number[]): void;
}
