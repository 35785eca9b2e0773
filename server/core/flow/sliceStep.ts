/** The steps of a slice and the call string that keeps it from leaving a function by another door than it came in. */
import type { NodeId } from '../ids.ts';
import type { CallLink } from './program.ts';

export type StepRole = 'criterion' | 'definition' | 'use' | 'control' | 'argument' | 'parameter' | 'return' | 'call';

/** The calls entered and not yet left, innermost first; `null` where the slice has entered none. */
export interface CallString {
  readonly link: CallLink;
  readonly outer: CallString | null;
  readonly depth: number;
  /** Strings of the same places share one. */
  readonly places: CallPlaces;
}

/** Places of calls, one after another, as a tree: each string of places is one object, to be told apart by identity. */
export class CallPlaces {
  readonly #inner = new Map<number, CallPlaces>();

  after(place: number): CallPlaces {
    const known = this.#inner.get(place);
    if (known !== undefined) return known;
    const made = new CallPlaces();
    this.#inner.set(place, made);
    return made;
  }
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

/** Takes the places one step leads to, one after another. */
export interface Reach {
  /** No call entered. */
  readonly places: CallPlaces;
  readonly interprocedural: boolean;
  /** Whether it takes no more. */
  readonly isFull: boolean;
  to(node: NodeId, role: StepRole, variable: string | null, calls: CallString | null, focus: Focus | null): void;
}

/** Longer call strings are not made: the slice does not enter deeper calls. */
const longestCallString = 5;

/**
 * The call string inside a callee; `undefined` where it would be too long, or would enter a call it is already in.
 * `place` numbers where the call is written.
 */
export function enter(reach: Reach, calls: CallString | null, link: CallLink, place: number): CallString | undefined {
  const depth = (calls?.depth ?? 0) + 1;
  if (depth > longestCallString) return undefined;
  for (let at = calls; at !== null; at = at.outer) if (at.link.call === link.call) return undefined;
  return { link, outer: calls, depth, places: (calls?.places ?? reach.places).after(place) };
}

/** Whether two states at one statement go on alike. */
export function isSameState(left: SliceState, role: StepRole, variable: string | null, focus: Focus | null): boolean {
  const isParameter = role === 'parameter';
  if ((left.role === 'parameter') !== isParameter || (isParameter && left.variable !== variable)) return false;
  return focus === null ? left.focus === null : left.focus !== null && left.focus.start === focus.start;
}

export function isInFocus(focus: Focus | null, offset: number): boolean {
  return focus === null || (focus.start <= offset && offset < focus.end);
}
