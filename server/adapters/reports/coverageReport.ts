/** What any report of coverage says, whatever its format: which lines of which files ran. Leaves out whose test it was. */
import type { Line } from '../../core/ids.ts';
import type { BranchHit } from '../../ports/testRunner.ts';

export interface ReportedFile {
  /** As the report writes it: absolute, or relative to one of the report's folders. */
  readonly path: string;
  /** Lines that ran, ascending. */
  readonly hits: readonly Line[];
  /** Branches that were taken, where the report tells which; numbered within their line, outcome `case`. */
  readonly branches: readonly BranchHit[];
}

export interface CoverageReport {
  /** Folders the paths may be relative to, as the report writes them. */
  readonly sources: readonly string[];
  readonly files: readonly ReportedFile[];
}

/** A report, or the sentence that says why the text is none. */
export type ReportReading =
  | { readonly kind: 'report'; readonly report: CoverageReport }
  | { readonly kind: 'malformed'; readonly message: string };

export function malformed(message: string): ReportReading {
  return { kind: 'malformed', message };
}

/** Gathers lines and branches by file while a report is read; what is said twice of a line adds up. */
export class ReportBuilder {
  readonly #lines = new Map<string, Set<number>>();
  readonly #branches = new Map<string, Map<string, BranchHit>>();

  /** A line that ran; what is no line number is passed over. */
  hit(path: string, line: number): void {
    if (path === '' || !Number.isSafeInteger(line) || line < 1) return;
    const lines = this.#lines.get(path);
    if (lines === undefined) this.#lines.set(path, new Set([line]));
    else lines.add(line);
  }

  /** A branch that was taken: number `index` of those at `line`. */
  took(path: string, line: number, index: number): void {
    if (path === '' || !Number.isSafeInteger(line) || line < 1 || !Number.isSafeInteger(index) || index < 0) return;
    const branches = this.#branches.get(path) ?? new Map<string, BranchHit>();
    this.#branches.set(path, branches);
    branches.set(`${line} ${index}`, { line: line as Line, index, outcome: 'case' });
  }

  finish(sources: readonly string[]): CoverageReport {
    const files = [...this.#lines].map(([path, lines]) => ({
      path,
      hits: [...lines].sort((a, b) => a - b) as Line[],
      branches: [...(this.#branches.get(path)?.values() ?? [])].sort((a, b) => a.line - b.line || a.index - b.index),
    }));
    return { sources, files };
  }
}
