/** The statements of a function that hand a value to its caller. */
import { fileOf, indexOf, statementNode } from '../graph/codeGraph.ts';
import { type FileFacts, statementFlag, statementKind } from '../graph/fileFacts.ts';
import type { NodeId } from '../ids.ts';
import { factsOf, type Program, scopeFacts } from './program.ts';

export function findResults(program: Program, callee: NodeId): readonly NodeId[] {
  const { graph } = program;
  const facts = factsOf(program, callee);
  const results: NodeId[] = [];
  const scope = scopeFacts(program, callee);
  const file = fileOf(graph, callee);
  const own = indexOf(graph, callee);
  const { kind, line, scope: scopes } = facts.statements;
  for (let at = scope.header + 1; at < kind.length && line[at]! <= scope.endLine; at++) {
    if (scopes[at] === own && isResult(facts, at)) results.push(statementNode(graph, file, at));
  }
  return results;
}

/** Whether a statement hands a value to the caller of the function it is in. */
export function isResult({ statements: { kind, flags } }: FileFacts, statement: number): boolean {
  return kind[statement] === statementKind.return || (flags[statement]! & statementFlag.handsOver) !== 0;
}
