/** One file with everything that can be said of it alone; kept as long as its text does not change. */
import type { FileFlow } from '../flow/fileFlow.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Language } from './languageTraits.ts';
import type { FileGraph } from './segment.ts';

export interface AnalyzedFile {
  readonly facts: FileFacts;
  readonly flow: FileFlow;
  readonly language: Language;
  /** Its part of the graph, where that was made with it. */
  readonly own?: FileGraph;
}

/** For each statement that opens a scope, that scope. */
export function scopeOfHeader(facts: FileFacts): ReadonlyMap<number, number> {
  return new Map(facts.scopes.flatMap(({ header }, scope) => (header < 0 ? [] : [[header, scope] as const])));
}
