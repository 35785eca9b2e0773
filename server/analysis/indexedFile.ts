/** A file as the snapshot holds it: what it says, its text, and what was wrong with it. */
import type { AnalyzedFile } from '../core/graph/analyzedFile.ts';
import type { Problem } from '../protocol/localization.ts';

export interface IndexedFile extends AnalyzedFile {
  readonly text: string;
  readonly problems: readonly Problem[];
}
