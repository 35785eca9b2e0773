/** What the parts of name resolution ask of one another, so that none has to import the others. */
import type { AnalyzedFile } from './analyzedFile.ts';
import type { Circles } from './circles.ts';
import type { ClassHierarchy } from './classHierarchy.ts';
import type { MemberIndex } from './memberIndex.ts';
import type { ModuleIndex } from './moduleIndex.ts';
import type { ClassReferent, Referent } from './referents.ts';

/** What the parts of the resolution ask of one another. */
export interface ResolutionParts {
  readonly files: readonly AnalyzedFile[];
  readonly modules: ModuleIndex;
  readonly members: MemberIndex;
  readonly hierarchy: ClassHierarchy;
  readonly objects: ObjectTypes;
  readonly circles: Circles;
  readonly resolveCall: ResolveCall;
  path(file: number, scope: number, path: string): Referent | null;
  definition(file: number, definition: number): Referent | null;
  member(of: Referent, name: string): Referent | null;
  fromWildcards(file: number, scope: number, name: string): Referent | null;
  /** Resolves a name where a type is written: one name may be a type and another value. */
  inTypes<Found>(file: number, find: () => Found): Found;
  /** A key of a scope for what is cached there by name, which depends on whether a type is looked for. */
  placeOf(scope: number): number;
  /** What definitions of one name in one place agree on. */
  settled(referents: readonly (Referent | null)[]): Referent | null;
  /** Ends chains of aliases and re-exports that are too long or circular. */
  bounded(find: () => Referent | null): Referent | null;
}

/** What the value of a call of a file is; given later, as it needs this resolution in turn. */
export type ResolveCall = (file: number, call: number) => Referent | null;

export interface ObjectTypes {
  /** What a variable holds after a definition: its receiver, what a call gave, an alias, what its declaration says. */
  objectOf(file: number, definition: number): Referent | null;
  /** The object that the declared type of a definition stands for. */
  declaredObject(file: number, definition: number): Referent | null;
  /** The object a variable holds by its declaration, wherever in its scope that is. */
  declared(file: number, scope: number, name: string): Referent | null;
  /** What calling a function or class gives; `holder` is what it was called on. */
  resultOf(of: Referent | null, holder: Referent | null): Referent | null;
  /** The class that the code of a scope is written in. */
  enclosingClass(file: number, scope: number): ClassReferent | null;
}
