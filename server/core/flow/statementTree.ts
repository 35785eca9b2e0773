/** Who holds whom among the statements of a file, to walk them from the outside in. */
import type { FileFacts, FlowPart } from '../graph/fileFacts.ts';

export interface StatementTree {
  readonly facts: FileFacts;
  /** First statement held by each statement; the last entry is the top of the file. -1 where there is none. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

export function buildStatementTree(facts: FileFacts): StatementTree {
  const { parent } = facts.statements;
  const firstChild = new Int32Array(parent.length + 1).fill(-1);
  const nextSibling = new Int32Array(parent.length).fill(-1);
  for (let statement = parent.length - 1; statement >= 0; statement--) {
    const above = parent[statement]! < 0 ? parent.length : parent[statement]!;
    nextSibling[statement] = firstChild[above]!;
    firstChild[above] = statement;
  }
  return { facts, firstChild, nextSibling };
}

/** The statements a statement holds in one part, in order; `null` asks for the top of the file. */
export function heldBy(tree: StatementTree, statement: number | null, part: FlowPart): readonly number[] {
  const held: number[] = [];
  const first = tree.firstChild[statement ?? tree.facts.statements.parent.length]!;
  for (let child = first; child >= 0; child = tree.nextSibling[child]!) {
    if (tree.facts.statements.part[child] === part) held.push(child);
  }
  return held;
}
