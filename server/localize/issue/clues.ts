/**
 * Reasons to suspect files and elements that stand in the report itself: what it names, quotes or links. Each adds to a
 * feature of the ranking and says in a sentence what it is.
 */
import type { Line } from '../../core/ids.ts';
import type { EvidenceKind } from '../../protocol/localization.ts';
import type { Corpus } from './corpus.ts';

export interface Clue {
  readonly kind: EvidenceKind;
  readonly feature: string;
  readonly value: number;
  readonly message: string;
  /** Where in the code, if not its first line. */
  readonly line: Line | null;
}

/** How several clues for one feature count: together, or by the best of them. */
export type Combined = 'sum' | 'best';

export interface ClueBook {
  /** Features of files, by file. */
  readonly files: ReadonlyMap<string, Float64Array>;
  /** Features of elements, by element. */
  readonly elements: ReadonlyMap<string, Float64Array>;
  aboutFile(file: number, clue: Clue, combined?: Combined): void;
  aboutElement(element: number, clue: Clue, combined?: Combined): void;
  cluesOfFile(file: number): readonly Clue[];
  cluesOfElement(element: number): readonly Clue[];
}

/** Clues of the kinds in `muted` have no say. */
export function createClueBook({ nFiles, nElements }: Corpus, muted: ReadonlySet<EvidenceKind>): ClueBook {
  const files = new Map<string, Float64Array>();
  const elements = new Map<string, Float64Array>();
  const fileClues = new Map<number, Clue[]>();
  const elementClues = new Map<number, Clue[]>();
  return {
    files,
    elements,
    aboutFile(file, clue, combined = 'best') {
      if (muted.has(clue.kind)) return;
      combine(columnOf(files, clue.feature, nFiles), file, clue.value, combined);
      keep(fileClues, file, clue);
    },
    aboutElement(element, clue, combined = 'best') {
      if (muted.has(clue.kind)) return;
      combine(columnOf(elements, clue.feature, nElements), element, clue.value, combined);
      keep(elementClues, element, clue);
    },
    cluesOfFile: (file) => fileClues.get(file) ?? [],
    cluesOfElement: (element) => elementClues.get(element) ?? [],
  };
}

function columnOf(columns: Map<string, Float64Array>, feature: string, size: number): Float64Array {
  const known = columns.get(feature);
  if (known !== undefined) return known;
  const made = new Float64Array(size);
  columns.set(feature, made);
  return made;
}

function combine(column: Float64Array, at: number, value: number, combined: Combined): void {
  column[at] = combined === 'sum' ? column[at]! + value : Math.max(column[at]!, value);
}

function keep(to: Map<number, Clue[]>, at: number, clue: Clue): void {
  const known = to.get(at);
  if (known === undefined) to.set(at, [clue]);
  else if (!known.some(({ message }) => message === clue.message)) known.push(clue);
}
