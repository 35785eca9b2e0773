/**
 * What changed since it last worked, where the report says so: files and functions that a release wrote. The fewer a release
 * touched, the more each says.
 */
import { line } from '../../../core/ids.ts';
import type { LineSpan } from '../../../core/text/lineMoves.ts';
import type { ClueBook } from '../clues.ts';
import type { Corpus } from '../corpus.ts';
import { innermostAt } from './innermost.ts';

export interface ChangedSince {
  /** `between 1.4 and 1.5`, to end a sentence with. */
  readonly when: string;
  /** Lines as they stand today, by file. */
  readonly files: ReadonlyMap<string, readonly LineSpan[]>;
}

export function addHistoryClues(corpus: Corpus, { when, files }: ChangedSince, clues: ClueBook): void {
  const changed = corpus.paths.flatMap((path, file) => {
    const spans = files.get(path);
    return spans === undefined || spans.length === 0 ? [] : [{ file, spans }];
  });
  const elements = new Map<number, LineSpan>();
  for (const { file, spans } of changed) {
    for (const span of spans) {
      const element = innermostAt(corpus, file, line(span.from), line(span.to));
      if (!elements.has(element)) elements.set(element, span);
    }
  }
  const clue = { kind: 'history', feature: 'changedSince' } as const;
  const worth = (nChanged: number) => 1 / Math.sqrt(Math.max(1, nChanged));
  for (const { file, spans } of changed) {
    const message = `Its file was changed ${when}`;
    clues.aboutFile(file, { ...clue, message, value: worth(changed.length), line: line(spans[0]!.from) });
  }
  for (const [element, { from }] of elements) {
    clues.aboutElement(element, { ...clue, message: `Changed ${when}`, value: worth(elements.size), line: line(from) });
  }
}
