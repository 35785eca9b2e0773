/** The innermost named element that holds any of the lines from one to another; the file's module where none does. */
import type { Line } from '../../../core/ids.ts';
import type { Corpus } from '../corpus.ts';

export function innermostAt(corpus: Corpus, file: number, from: Line, to: Line): number {
  let best = 0;
  const first = corpus.firstElement[file]!;
  corpus.facts[file]!.scopes.forEach(({ line, endLine }, scope) => {
    // Scopes come outermost first, so a later one is inside or after.
    if (corpus.isNamed[first + scope] === 1 && line <= to && from <= endLine) best = scope;
  });
  return first + best;
}
