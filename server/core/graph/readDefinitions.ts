/** The definitions of a file that reach a read, by where the read is written. */
import { rowStarts } from '../rowStarts.ts';
import type { AnalyzedFile } from './analyzedFile.ts';

/** The definitions that reach what a statement reads at an offset, in order; `undefined` where none does. */
export type DefinitionsAt = (statement: number, start: number) => readonly number[] | undefined;

export function definitionsByRead({ facts, flow }: AnalyzedFile): DefinitionsAt {
  const { uses, statements } = facts;
  const usesFrom = rowStarts(uses.statement, statements.kind.length);
  const edgesFrom = rowStarts(flow.dataTo, uses.statement.length);
  const edges = new Int32Array(flow.dataTo.length);
  const next = edgesFrom.slice();
  for (let edge = 0; edge < edges.length; edge++) edges[next[flow.dataTo[edge]!]!++] = edge;
  return (statement, start) => {
    const found: number[] = [];
    for (let use = usesFrom[statement]!; use < usesFrom[statement + 1]!; use++) {
      if (uses.start[use] !== start) continue;
      for (let at = edgesFrom[use]!; at < edgesFrom[use + 1]!; at++) found.push(edges[at]!);
    }
    if (found.length === 0) return undefined;
    found.sort((a, b) => a - b);
    for (let at = 0; at < found.length; at++) found[at] = flow.dataFrom[found[at]!]!;
    return found;
  };
}
