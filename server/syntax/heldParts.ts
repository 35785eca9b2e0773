/** Which part of a compound statement its children play, and where its header ends. */
import { type FlowPart, flowPart, type StatementKind, statementKind } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import type { Extraction } from './extraction.ts';
import { compound, flowParts, isStatement } from './statementConstructs.ts';

/** Headers in the order they run: what is taken apart is read before the names it is taken into are declared. */
export function readFirst(x: Extraction, headers: readonly number[]): readonly number[] {
  const declares = (node: number) => x.part[node] === part.declared;
  return [...headers.filter((node) => !declares(node)), ...headers.filter(declares)];
}

/** Only a loop's flow has a beginning of its own; before other statements it simply runs. */
export function partIn(kind: StatementKind, inFlow: FlowPart): FlowPart {
  return inFlow === flowPart.initializer && kind !== statementKind.loop ? flowPart.nested : inFlow;
}

/** The part a child plays in the flow of a compound statement, or `null` for what belongs to its header. */
export function heldPart(x: Extraction, child: number): FlowPart | null {
  const named = flowParts.get(x.part[child]!);
  if (named !== undefined) return named;
  const what = x.construct[child];
  if (what === construct.handler) return flowPart.handler;
  if (compound.get(what!) === statementKind.case) return flowPart.case;
  return what === construct.block ? flowPart.body : null;
}

/** Statements that stand in a compound one with no block around them. */
export function barePart(x: Extraction, node: number, child: number): FlowPart | null {
  if (x.part[child] !== part.none || x.construct[child] === construct.skip) return null;
  const kind = compound.get(x.construct[node]!);
  const inFlow = kind === statementKind.case ? flowPart.consequence : flowPart.body;
  if (isStatement(x.construct[child]!)) return inFlow;
  const isHeaderless = kind === statementKind.try || x.construct[node] === construct['case.default'];
  return x.traits.expressionStatements && isHeaderless ? inFlow : null;
}

/** The header of a compound statement or definition ends where its first held part begins. */
export function headerEnd(x: Extraction, node: number): number {
  let end = x.table.start[node]!;
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) {
    if (x.construct[child] === construct.skip) continue;
    if (heldPart(x, child) !== null) break;
    end = x.table.end[child]!;
  }
  return end;
}
