/** One step back: what a statement's values and its being run depend on. */
import { pathsTouch } from '../graph/accessPaths.ts';
import type { NodeId } from '../ids.ts';
import { argumentsFor } from './argumentBinding.ts';
import type { Dependences } from './dependences.ts';
import { factsOf, type Program, statementOf } from './program.ts';
import { enter, type Focus, isInFocus, type Reach, type SliceState } from './sliceStep.ts';

export function stepBack(program: Program, dependences: Dependences, state: SliceState, reach: Reach): void {
  if (state.role === 'parameter') {
    if (reach.interprocedural) toArguments(dependences, state, reach);
    return;
  }
  toDefinitions(program, dependences, state, reach);
  for (const node of dependences.deciders(state.node)) reach.to(node, 'control', null, state.calls, null);
  const isWhole = state.role !== 'criterion' || state.variable === null;
  if (reach.interprocedural && isWhole) toReturns(dependences, state, reach);
}

function toDefinitions(program: Program, dependences: Dependences, state: SliceState, reach: Reach): void {
  const { calls } = state;
  for (const { node, variable, isParameter, isInside, isSameFunction } of dependences.definitions(state.node)) {
    if (!isAskedFor(program, state, variable)) continue;
    if (isParameter) reach.to(node, 'parameter', variable, calls, null);
    else if (isInside) reach.to(node, 'definition', variable, calls, null);
    // A variable of a module or class is the same whoever called.
    else if (reach.interprocedural) reach.to(node, 'definition', variable, isSameFunction ? calls : null, null);
  }
}

/** Whether a definition of `variable` is read where the state looks. */
function isAskedFor(program: Program, state: SliceState, variable: string): boolean {
  if (state.role === 'criterion' && state.variable !== null) return pathsTouch(variable, state.variable);
  return state.focus === null || isReadIn(program, state.node, state.focus, variable);
}

/** Whether a statement reads `variable` in focus. Uses are sorted by statement, so they are found by bisection. */
export function isReadIn(program: Program, node: NodeId, focus: Focus, variable: string): boolean {
  const { uses, names } = factsOf(program, node);
  const statement = statementOf(program, node);
  let low = 0;
  for (let high = uses.statement.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (uses.statement[middle]! < statement) low = middle + 1;
    else high = middle;
  }
  for (let use = low; uses.statement[use] === statement; use++) {
    if (isInFocus(focus, uses.start[use]!) && pathsTouch(names[uses.name[use]!]!, variable)) return true;
  }
  return false;
}

/** From a parameter to what callers pass for it: to the one caller the slice came from, else to all. */
function toArguments(dependences: Dependences, { node, variable, calls }: SliceState, reach: Reach): void {
  const header = dependences.header(node);
  if (calls !== null && calls.link.callee === header.callee) {
    for (const { start, end } of argumentsFor(calls.link, header.parameters, variable!))
      reach.to(calls.link.site, 'argument', variable, calls.outer, { start, end });
    return;
  }
  for (const { site, focus } of dependences.passed(header, variable!)) {
    if (reach.isFull) return;
    reach.to(site, 'argument', variable, null, focus);
  }
}

/** From a call to the statements that make its result. */
function toReturns(dependences: Dependences, state: SliceState, reach: Reach): void {
  for (const { link, place, results } of dependences.entered(state.node)) {
    if (results.length === 0 || !isInFocus(state.focus, link.call.start)) continue;
    const calls = enter(reach, state.calls, link, place);
    if (calls === undefined) continue;
    for (const node of results) reach.to(node, 'return', null, calls, null);
  }
}
