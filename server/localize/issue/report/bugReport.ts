/** A bug report taken apart: what `readReport` gives, and everything about reports reads. */

export interface BugReport {
  /** The whole of it, with `\n` between lines and without a second copy of itself. */
  readonly text: string;
  /** The first line that says something, without markup. */
  readonly title: string;
  readonly prose: string;
  /** Blocks of code, in order, without common indentation and without prompts. */
  readonly code: readonly string[];
  /** Blocks of what programs printed: those with stack traces. */
  readonly logs: readonly string[];
  /** Lines that say what went wrong, such as `ValueError: no such column`; each once, in order. */
  readonly errors: readonly string[];
  /** The same in order of the text; prose with its headings and lists. */
  readonly parts: readonly ReportPart[];
}

export interface ReportPart {
  readonly kind: 'prose' | 'code' | 'log';
  readonly text: string;
}
