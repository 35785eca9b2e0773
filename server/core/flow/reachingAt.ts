/** What a variable holds at a statement that does not mention it: for a criterion the text has no use for. */
import type { FileFacts } from '../graph/fileFacts.ts';
import { createFlowBuilder } from './controlFlow.ts';
import { indexFile } from './fileIndex.ts';
import { PairList } from './pairList.ts';
import { createReachingSolver } from './reachingDefinitions.ts';

/** The statements whose definitions of `variable` reach `statement`, in order. Empty for an unknown name. */
export function definersAt(facts: FileFacts, statement: number, variable: string): readonly number[] {
  const name = facts.names.indexOf(variable);
  if (name < 0) return [];
  const scope = facts.statements.scope[statement]!;
  const index = indexFile(facts);
  const { header } = facts.scopes[scope]!;
  const graph = createFlowBuilder(index.tree)(header < 0 ? null : header);
  const { atProbe } = createReachingSolver(index)(scope, graph, new PairList(), { statement, name });
  const statements = atProbe.map((definition) => facts.definitions.statement[definition]!);
  return [...new Set(statements)].sort((a, b) => a - b);
}
