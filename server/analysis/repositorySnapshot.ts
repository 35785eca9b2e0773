/**
 * The repository as it is at one moment, for those who ask about it: ranking, slices, faces. Immutable; a change makes
 * the next one (`analysisHost`). Leaves out running anything.
 */
import type { ElementId, Line } from '../core/ids.ts';
import type { GraphStats, SliceDirection, SliceRole } from '../protocol/graph.ts';
import type { FixableFile } from './fixableFile.ts';

export interface ProgramElement {
  readonly id: ElementId;
  readonly kind: 'function' | 'class';
  readonly file: string;
  /** `Class.method`, `outer.inner`. */
  readonly qualifiedName: string;
  readonly name: string;
  /** First line of the definition itself (`def`, `class`); decorators are above it. */
  readonly line: Line;
  readonly endLine: Line;
}

/** What a statement does to the flow of control; `simple` for one that only computes. */
export type StatementKind =
  | 'simple'
  | 'branch'
  | 'loop'
  | 'return'
  | 'raise'
  | 'jump'
  | 'import'
  | 'definition'
  | 'other';

export interface StatementSpan {
  readonly file: string;
  readonly kind: StatementKind;
  /** A compound statement spans its header only. */
  readonly line: Line;
  readonly endLine: Line;
  /** The innermost function or class that holds it, or the file. */
  readonly element: ElementId;
}

export interface SliceQuery {
  readonly file: string;
  readonly line: Line;
  readonly variable: string | null;
  readonly direction: SliceDirection;
  /** Follow calls and imports into other functions. */
  readonly interprocedural: boolean;
  readonly maxDepth: number;
  readonly maxSteps: number;
  /** Where given, only these statements (by file and first line) are entered: a slice of what ran. */
  readonly executed: ((file: string, line: Line) => boolean) | null;
}

export interface SlicedStatement {
  readonly span: StatementSpan;
  readonly variable: string | null;
  readonly role: SliceRole;
  readonly distance: number;
  /** Index in the same list of the step this one was reached from; `null` for the criterion. */
  readonly via: number | null;
}

/** A test function or method, by the conventions of its language's runners. */
export interface TestElement {
  readonly element: ProgramElement;
  readonly hops: number;
}

/** A run went from a statement into a function. */
export interface ObservedCall {
  readonly file: string;
  readonly line: Line;
  readonly callee: ElementId;
}

export interface RepositorySnapshot {
  readonly files: readonly string[];
  /** All functions and classes of a file, by line. */
  elementsOf(file: string): readonly ProgramElement[];
  /** The innermost function at a line, else the innermost class, else `null`. */
  elementAt(file: string, line: Line): ProgramElement | null;
  /** The innermost statement at a line; `null` between statements or in an unknown file. */
  statementAt(file: string, line: Line): StatementSpan | null;
  statementsOf(file: string): readonly StatementSpan[];
  /** Source text as it was indexed, or `null` for an unknown file. */
  textOf(file: string): string | null;
  /** Nearest first; the criterion itself is the first step. Empty where no statement is at the criterion. */
  slice(query: SliceQuery): readonly SlicedStatement[];
  /** This snapshot, with slices that also follow the given calls where names alone could not resolve them. */
  observing(calls: readonly ObservedCall[]): RepositorySnapshot;
  /** Tests from which a call path leads to one of `targets` within `maxHops`, nearest first. */
  testsReaching(targets: readonly ElementId[], maxHops: number): readonly TestElement[];
  /** Whether a file is one of tests, by the conventions of its language's runners. */
  isTestFile(file: string): boolean;
  /** Whether tests stand in a file of code, as those of some languages do. */
  hasTestsBesideCode(file: string): boolean;
  /** Whether a line is in a test that stands beside code, or among what stands there for tests. */
  isAmongTests(file: string, line: Line): boolean;
  /** What could be written otherwise in a file, to be freed when done; `null` where nobody knows its language's fixes. */
  fixable(file: string): FixableFile | null;
  /** The id of a file's language; `null` for an unknown file. */
  languageOf(file: string): string | null;
  stats(): Omit<GraphStats, 'seconds' | 'fromCache' | 'bytes'>;
}
