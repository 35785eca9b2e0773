/** Counts of a snapshot, as `culprit graph stats` prints them. */

import type { Program } from '../core/flow/program.ts';
import { countEdges, kindOf, nodeKind } from '../core/graph/codeGraph.ts';
import type { NodeId } from '../core/ids.ts';
import type { GraphStats } from '../protocol/graph.ts';
import type { IndexedFile } from './indexedFile.ts';

export function graphStats(
  files: readonly IndexedFile[],
  program: Program,
): Omit<GraphStats, 'seconds' | 'fromCache' | 'bytes'> {
  const nodes = { file: 0, class: 0, function: 0, statement: 0 };
  const kinds = Object.keys(nodeKind) as (keyof typeof nodeKind)[];
  for (let node = 0; node < program.graph.nNodes; node++) nodes[kinds[kindOf(program.graph, node as NodeId)]!]++;
  const languages: Record<string, number> = {};
  let lines = 0;
  for (const { facts } of files) {
    languages[facts.language] = (languages[facts.language] ?? 0) + 1;
    lines += facts.nLines;
  }
  return {
    schema: 'culprit.graph/1',
    files: files.length,
    lines,
    nodes,
    edges: countEdges(program.graph),
    languages,
    problems: files.flatMap(({ problems }) => problems),
  };
}
