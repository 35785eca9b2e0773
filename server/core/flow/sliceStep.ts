/** The steps of a slice and the call string that keeps it from leaving a function by another door than it came in. */
import type { NodeId } from '../ids.ts';
import type { CallLink } from './program.ts';

export type StepRole = 'criterion' | 'definition' | 'use' | 'control' | 'argument' | 'parameter' | 'return' | 'call';

/** The calls entered and not yet left, innermost first; `null` where the slice has entered none. */
export interface CallString {
  readonly link: CallLink;
  readonly outer: CallString | null;
  readonly depth: number;
  readonly key: string;
}

/** Where a slice stands. */
export interface SliceState {
  readonly node: NodeId;
  readonly role: StepRole;
  /** The variable by which it came here. */
  readonly variable: string | null;
  readonly calls: CallString | null;
  /** Only reads and calls within these offsets matter: an argument. `null` for the whole statement. */
  readonly focus: Focus | null;
}

export interface Focus {
  readonly start: number;
  readonly end: number;
}

/** Longer call strings are not made: the slice does not enter deeper calls. */
const longestCallString = 5;

/** The call string inside a callee; `undefined` where it would be too long, or would enter a call it is already in. */
export function enter(calls: CallString | null, link: CallLink): CallString | undefined {
  const depth = (calls?.depth ?? 0) + 1;
  if (depth > longestCallString) return undefined;
  for (let at = calls; at !== null; at = at.outer) if (at.link.call === link.call) return undefined;
  const { site, call } = link;
  return { link, outer: calls, depth, key: `${calls?.key ?? ''}/${site}.${call.start}.${call.end}` };
}

export function stateKey({ node, role, variable, calls, focus }: SliceState): string {
  const entered = role === 'parameter' ? `:${variable}` : '';
  return `${node}${entered}:${calls?.key ?? ''}:${focus === null ? '' : focus.start}`;
}

export function isInFocus(focus: Focus | null, offset: number): boolean {
  return focus === null || (focus.start <= offset && offset < focus.end);
}
