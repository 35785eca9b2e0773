/** One step back: what a statement's values and its being run depend on. */
import { pathsTouch } from '../graph/accessPaths.ts';
import { along, fileOf, indexOf, scopeNode, statementNode } from '../graph/codeGraph.ts';
import { statementFlag, statementKind } from '../graph/fileFacts.ts';
import type { NodeId } from '../ids.ts';
import { argumentsFor } from './argumentBinding.ts';
import {
  calleesOf,
  callersOf,
  factsOf,
  functionOf,
  isFunctionNode,
  isHeader,
  type Program,
  runningScope,
  scopeFacts,
  statementOf,
} from './program.ts';
import { enter, type Focus, isInFocus, type SliceState } from './sliceStep.ts';

export function* stepsBack(program: Program, state: SliceState, interprocedural: boolean): Generator<SliceState> {
  if (state.role === 'parameter') {
    if (interprocedural) yield* toArguments(program, state);
    return;
  }
  yield* toDefinitions(program, state, interprocedural);
  for (const { node } of along(program.graph.incoming, state.node, 'controlDependence')) {
    yield { node, role: 'control', variable: null, calls: state.calls, focus: null };
  }
  if (interprocedural && (state.role !== 'criterion' || state.variable === null)) yield* toReturns(program, state);
}

function* toDefinitions(program: Program, state: SliceState, interprocedural: boolean): Generator<SliceState> {
  const caller = functionOf(program, state.node);
  for (const { node, label } of along(program.graph.incoming, state.node, 'defUse')) {
    const variable = factsOf(program, node).names[label]!;
    if (!isAskedFor(program, state, variable)) continue;
    if (entersParameter(program, node, state.node)) {
      yield { node, role: 'parameter', variable, calls: state.calls, focus: null };
    } else if (staysInside(program, node, state.node)) {
      yield { node, role: 'definition', variable, calls: state.calls, focus: null };
    } else if (interprocedural && functionOf(program, node) !== caller) {
      // A variable of a module or class is the same whoever called.
      yield { node, role: 'definition', variable, calls: null, focus: null };
    } else if (interprocedural) {
      yield { node, role: 'definition', variable, calls: state.calls, focus: null };
    }
  }
}

/** Whether a definition of `variable` is read where the state looks. */
function isAskedFor(program: Program, state: SliceState, variable: string): boolean {
  if (state.role === 'criterion' && state.variable !== null) return pathsTouch(variable, state.variable);
  if (state.focus === null) return true;
  const facts = factsOf(program, state.node);
  const statement = statementOf(program, state.node);
  return usesIn(program, state.node, state.focus).some(
    (use) => facts.uses.statement[use] === statement && pathsTouch(facts.names[facts.uses.name[use]!]!, variable),
  );
}

/** The uses of a statement that lie in focus. Uses are sorted by statement, so they are found by bisection. */
export function usesIn(program: Program, node: NodeId, focus: Focus | null): readonly number[] {
  const { uses } = factsOf(program, node);
  const statement = statementOf(program, node);
  let low = 0;
  for (let high = uses.statement.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (uses.statement[middle]! < statement) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let use = low; uses.statement[use] === statement; use++) if (isInFocus(focus, uses.start[use]!)) found.push(use);
  return found;
}

/** Whether a def-use edge comes from the header of the function that the use is in, so from a parameter. */
export function entersParameter(program: Program, from: NodeId, to: NodeId): boolean {
  if (!isHeader(program, from) || fileOf(program.graph, from) !== fileOf(program.graph, to)) return false;
  const inside = factsOf(program, to).scopes[runningScope(program, to)]!;
  return inside.header === statementOf(program, from);
}

/** Whether an edge stays in one scope or among the functions nested in one another. */
export function staysInside(program: Program, from: NodeId, to: NodeId): boolean {
  if (fileOf(program.graph, from) !== fileOf(program.graph, to)) return false;
  const [left, right] = [runningScope(program, from), runningScope(program, to)];
  if (left === right) return true;
  const { scopes } = factsOf(program, from);
  return scopes[left]!.kind === 'function' && scopes[right]!.kind === 'function';
}

/** From a parameter to what callers pass for it: to the one caller the slice came from, else to all. */
function* toArguments(program: Program, state: SliceState): Generator<SliceState> {
  const facts = factsOf(program, state.node);
  const scope = facts.scopes.findIndex(({ header }) => header === statementOf(program, state.node));
  const callee = scopeNode(program.graph, fileOf(program.graph, state.node), scope);
  const { parameters } = facts.scopes[scope]!;
  const variable = state.variable!;
  if (state.calls !== null && state.calls.link.callee === callee) {
    const { link, outer } = state.calls;
    for (const { start, end } of argumentsFor(link, parameters, variable)) {
      yield { node: link.site, role: 'argument', variable, calls: outer, focus: { start, end } };
    }
    return;
  }
  for (const { node, link } of callersOf(program, callee)) {
    for (const { start, end } of argumentsFor(link, parameters, variable)) {
      yield { node, role: 'argument', variable, calls: null, focus: { start, end } };
    }
  }
}

/** From a call to the statements that make its result. */
function* toReturns(program: Program, state: SliceState): Generator<SliceState> {
  for (const { node: callee, link } of calleesOf(program, state.node)) {
    if (!isFunctionNode(program, callee) || !isInFocus(state.focus, link.call.start)) continue;
    const calls = enter(state.calls, link);
    if (calls === undefined) continue;
    for (const node of resultsOf(program, callee)) yield { node, role: 'return', variable: null, calls, focus: null };
  }
}

const resultCache = new WeakMap<Program, Map<NodeId, readonly NodeId[]>>();

/** The statements of a function that hand a value to the caller. */
function resultsOf(program: Program, callee: NodeId): readonly NodeId[] {
  const cache = resultCache.get(program) ?? new Map<NodeId, readonly NodeId[]>();
  resultCache.set(program, cache);
  const results = cache.get(callee) ?? findResults(program, callee);
  cache.set(callee, results);
  return results;
}

function findResults(program: Program, callee: NodeId): readonly NodeId[] {
  const { graph } = program;
  const facts = factsOf(program, callee);
  const results: NodeId[] = [];
  const scope = scopeFacts(program, callee);
  const file = fileOf(graph, callee);
  const own = indexOf(graph, callee);
  const { kind, flags, line, scope: scopes } = facts.statements;
  for (let at = scope.header + 1; at < kind.length && line[at]! <= scope.endLine; at++) {
    const handsOver = kind[at] === statementKind.return || (flags[at]! & statementFlag.handsOver) !== 0;
    if (scopes[at] === own && handsOver) results.push(statementNode(graph, file, at));
  }
  return results;
}
