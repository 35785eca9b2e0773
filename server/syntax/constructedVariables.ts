import { lastSegment } from '../core/graph/accessPaths.ts';
import { type Extraction, type Place, typeText } from './extraction.ts';

/** A variable that is declared with arguments is made by the constructor of its type. */
export function constructObject(
  x: Extraction,
  node: number,
  type: number,
  given: readonly number[],
  place: Place,
): void {
  for (const child of given) x.visit(child, place, 'read', 0);
  const path = type < 0 ? null : typeText(x, type, 0);
  if (path === null) return;
  x.facts.calls.push({
    statement: place.statement,
    scope: place.scope,
    callee: x.facts.name(path),
    receiverCall: -1,
    receiverPath: '',
    member: lastSegment(path),
    start: x.table.start[node]!,
    end: x.table.end[node]!,
    arguments: given.map((child) => {
      return { kind: 'positional', keyword: null, start: x.table.start[child]!, end: x.table.end[child]! };
    }),
  });
}
