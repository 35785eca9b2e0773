/** One step forward: what a statement's values, and its decision, may change. */
import { pathsTouch } from '../graph/accessPaths.ts';
import { along, fileOf, statementNode } from '../graph/codeGraph.ts';
import { namesMade, statementFlag, statementKind } from '../graph/fileFacts.ts';
import type { NodeId } from '../ids.ts';
import { argumentsFor } from './argumentBinding.ts';
import { entersParameter, staysInside, usesIn } from './backwardSteps.ts';
import {
  calleesOf,
  callersOf,
  factsOf,
  functionOf,
  isFunctionNode,
  type Program,
  scopeFacts,
  statementOf,
} from './program.ts';
import { enter, type SliceState } from './sliceStep.ts';

export function* stepsForward(program: Program, state: SliceState, interprocedural: boolean): Generator<SliceState> {
  yield* toUses(program, state, interprocedural);
  if (state.role === 'parameter') return;
  for (const { node } of along(program.graph.outgoing, state.node, 'controlDependence')) {
    yield { node, role: 'control', variable: null, calls: state.calls, focus: null };
  }
  if (!interprocedural) return;
  if (state.role === 'use' || state.role === 'criterion') yield* toParameters(program, state);
  yield* toCallSites(program, state);
}

function* toUses(program: Program, state: SliceState, interprocedural: boolean): Generator<SliceState> {
  for (const { node, label } of along(program.graph.outgoing, state.node, 'defUse')) {
    const variable = factsOf(program, state.node).names[label]!;
    const isParameter = entersParameter(program, state.node, node);
    if (state.role === 'parameter' && !(isParameter && pathsTouch(variable, state.variable!))) continue;
    if (state.role === 'criterion' && state.variable !== null && !pathsTouch(variable, state.variable)) continue;
    const isInside = isParameter || staysInside(program, state.node, node);
    if (!isInside && !interprocedural) continue;
    yield { node, role: 'use', variable, calls: isInside ? state.calls : null, focus: null };
  }
}

/** From a read inside an argument to the parameter it fills. */
function* toParameters(program: Program, state: SliceState): Generator<SliceState> {
  for (const { node: callee, link } of calleesOf(program, state.node)) {
    if (!isFunctionNode(program, callee)) continue;
    const calls = enter(state.calls, link);
    if (calls === undefined) continue;
    const scope = scopeFacts(program, callee);
    const header = headerNode(program, callee);
    for (const name of scope.parameters.flatMap(namesMade)) {
      const isFilled = argumentsFor(link, scope.parameters, name).some((focus) => isRead(program, state, focus));
      if (isFilled) yield { node: header, role: 'parameter', variable: name, calls, focus: null };
    }
  }
}

function isRead(program: Program, state: SliceState, focus: { readonly start: number; readonly end: number }): boolean {
  if (state.variable === null) return true;
  const facts = factsOf(program, state.node);
  const uses = usesIn(program, state.node, focus);
  return uses.some((use) => pathsTouch(facts.names[facts.uses.name[use]!]!, state.variable!));
}

function headerNode(program: Program, callee: NodeId): NodeId {
  return statementNode(program.graph, fileOf(program.graph, callee), scopeFacts(program, callee).header);
}

/** From a returned value to the calls that get it: to the one the slice came from, else to all. */
function* toCallSites(program: Program, state: SliceState): Generator<SliceState> {
  const { kind, flags } = factsOf(program, state.node).statements;
  const statement = statementOf(program, state.node);
  const handsOver = kind[statement] === statementKind.return || (flags[statement]! & statementFlag.handsOver) !== 0;
  const callee = functionOf(program, state.node);
  if (!handsOver || callee === null) return;
  if (state.calls !== null && state.calls.link.callee === callee) {
    yield { node: state.calls.link.site, role: 'call', variable: null, calls: state.calls.outer, focus: null };
    return;
  }
  for (const { node } of callersOf(program, callee)) {
    yield { node, role: 'call', variable: null, calls: null, focus: null };
  }
}
