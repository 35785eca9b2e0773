/** One step forward: what a statement's values, and its decision, may change. */
import { pathsTouch } from '../graph/accessPaths.ts';
import { isReadIn } from './backwardSteps.ts';
import type { Dependences } from './dependences.ts';
import type { Program } from './program.ts';
import { enter, type Focus, type Reach, type SliceState } from './sliceStep.ts';

export function stepForward(program: Program, dependences: Dependences, state: SliceState, reach: Reach): void {
  toUses(dependences, state, reach);
  if (state.role === 'parameter') return;
  for (const node of dependences.decided(state.node)) reach.to(node, 'control', null, state.calls, null);
  if (!reach.interprocedural) return;
  if (state.role === 'use' || state.role === 'criterion') toParameters(program, dependences, state, reach);
  toCallSites(dependences, state, reach);
}

function toUses(dependences: Dependences, state: SliceState, reach: Reach): void {
  const { calls } = state;
  for (const { node, variable, isParameter, isInside } of dependences.uses(state.node)) {
    if (reach.isFull) return;
    if (state.role === 'parameter' && !(isParameter && pathsTouch(variable, state.variable!))) continue;
    if (state.role === 'criterion' && state.variable !== null && !pathsTouch(variable, state.variable)) continue;
    if (isParameter || isInside) reach.to(node, 'use', variable, calls, null);
    else if (reach.interprocedural) reach.to(node, 'use', variable, null, null);
  }
}

/** From a read inside an argument to the parameter it fills. */
function toParameters(program: Program, dependences: Dependences, state: SliceState, reach: Reach): void {
  for (const { link, place, header, filled } of dependences.entered(state.node)) {
    const calls = enter(reach, state.calls, link, place);
    if (calls === undefined) continue;
    for (const { variable, from } of filled()) {
      if (from.some((focus) => isRead(program, state, focus))) reach.to(header, 'parameter', variable, calls, null);
    }
  }
}

function isRead(program: Program, { node, variable }: SliceState, focus: Focus): boolean {
  return variable === null || isReadIn(program, node, focus, variable);
}

/** From a returned value to the calls that get it: to the one the slice came from, else to all. */
function toCallSites(dependences: Dependences, { node, calls }: SliceState, reach: Reach): void {
  const callee = dependences.returnedFrom(node);
  if (callee === null) return;
  if (calls !== null && calls.link.callee === callee) {
    reach.to(calls.link.site, 'call', null, calls.outer, null);
    return;
  }
  for (const { node: site } of dependences.callers(callee)) {
    if (reach.isFull) return;
    reach.to(site, 'call', null, null, null);
  }
}
