/** The row that a statement gets in the facts. */
import type { StatementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { part } from './captureVocabulary.ts';
import { childWithPart, type Extraction, textOf } from './extraction.ts';
import type { Position } from './position.ts';

export function addStatement(
  x: Extraction,
  node: number,
  end: number,
  position: Position,
  kind: StatementKind,
  flags: number,
  start: number = x.table.start[node]!,
): number {
  return x.facts.statement({
    kind,
    part: position.part,
    flags,
    parent: position.parent,
    scope: position.scope,
    line: lineAt(x.lines, start),
    endLine: lineAt(x.lines, Math.max(start, end - 1)),
    label: labelOf(x, node),
  });
}

/** The label a statement makes or jumps to, as a name; -1 where there is none. */
export function labelOf(x: Extraction, node: number): number {
  const label = childWithPart(x, node, part.label);
  return label < 0 ? -1 : x.facts.name(textOf(x, label));
}
