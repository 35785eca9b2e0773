/** What a shadow copy with probes is made of: which files carry them, and what is remembered of each. */
import type { BranchProbe } from '../../watching/watchEvents.ts';

/** A file with probes. Numbers of probes are `first` and on: those of statements, then branches, then functions. */
export interface ProbedFile {
  readonly first: number;
  readonly room: number;
  /** The line of each statement, and the function it stands in by its position in `functions` (-1 outside of them). */
  readonly statements: readonly number[];
  readonly owners: readonly number[];
  readonly branches: readonly BranchProbe[];
  readonly functions: readonly ProbedFunction[];
}

export interface ProbedFunction {
  readonly name: string;
  readonly line: number;
}

export interface Probing {
  /** Of the copy with them. */
  readonly name: string;
  /** Changes when the file is to be written anew though its text is the same; `null` where it is to carry none. */
  treatment(file: string): string | null;
  treat(
    file: string,
    text: string,
    before: ProbedFile | null,
  ): { readonly text: string; readonly extra: ProbedFile | null };
}
