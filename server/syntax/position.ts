/** Where a statement stands, and where the value goes that its last expression gives. */
import type { FlowPart } from '../core/graph/fileFacts.ts';
import type { Extraction, Nested } from './extraction.ts';
import type { Block } from './localNames.ts';

export interface Position {
  /** The statement around it; -1 at the top of a file. */
  readonly parent: number;
  readonly part: FlowPart;
  readonly scope: number;
  readonly depth: number;
  /** Decorators waiting for the definition they stand above. */
  readonly decorators: readonly number[];
  /** The block around it; `null` in languages without declarations. */
  readonly block: Block | null;
  /** Names bound by the expression around it. */
  readonly bound: readonly ReadonlySet<string>[];
  /** What becomes of the value of a block or an arm; `null` where it is dropped. */
  readonly outlet: Outlet | null;
  /** What the cases of a switch compare with or take apart; absent elsewhere. */
  readonly subject?: Subject;
  /** The loops around it, innermost first. */
  readonly breaks: BreakTarget | null;
}

/** The function returns the value, or a name of the facts holds it for the statement around. */
export type Outlet = { readonly kind: 'return' } | { readonly kind: 'name'; readonly name: number };

/** What a switch is about: its value where that is known, and the name under which its cases read it. */
export interface Subject {
  readonly value: number;
  readonly name: number;
}

/** Where the value of `break value` goes. */
export interface BreakTarget {
  /** As a name of the facts; -1 where it has none. */
  readonly label: number;
  readonly outlet: Outlet | null;
  readonly outer: BreakTarget | null;
}

/** How a definition is extracted; handed in, because definitions hold statements in turn. */
export type ExtractDefinition = (
  x: Extraction,
  node: number,
  position: Position,
  nested?: Extract<Nested, { kind: 'function' }> | null,
) => void;

/** What becomes of a value that a jump out of a loop carries. */
export function outletOfBreak(position: Position, label: number): Outlet | null {
  for (let at = position.breaks; at !== null; at = at.outer) if (label < 0 || at.label === label) return at.outlet;
  return null;
}
