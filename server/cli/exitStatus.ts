/** What the process says when it ends. Others rely on these numbers. */
export const exitStatus = {
  done: 0,
  /** Done, and the answer is negative: nothing located. */
  negative: 1,
  usage: 2,
  /** The test could not be run, or did not fail. */
  notRun: 3,
  /** A budget or the user ended it. */
  stopped: 4,
  /** A bug of ours. */
  bug: 70,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A mistake of the caller's or of the machine: one sentence and a status, without a stack. */
export class CliRefusal extends Error {
  readonly status: ExitStatus;

  constructor(message: string, status: ExitStatus) {
    super(message);
    this.status = status;
  }
}
