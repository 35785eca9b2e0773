/** What a name can stand for in the repository, and what several definitions of one name agree on. */

/** A scope of a file, by their numbers. */
export interface ScopeRef {
  readonly file: number;
  readonly scope: number;
}

/** The scopes whose names make up one module or namespace, of as many files as it is written in. */
export interface Module {
  /** Its full name; empty where it is known by its file alone. */
  readonly name: string;
  readonly parts: readonly ScopeRef[];
}

export type FunctionReferent = ScopeRef & { readonly kind: 'function' };
export type ClassReferent = ScopeRef & { readonly kind: 'class' };
export type InstanceReferent = ScopeRef & {
  readonly kind: 'instance';
  /** It is held by a wrapper, whose own members come first. */
  readonly isWrapped?: true;
  /** There are many, of which one is a member. */
  readonly isMany?: true;
};
/** A module as a file sees it: where copies of it disagree, the nearest to that file counts. */
export type ModuleReferent = { readonly kind: 'module'; readonly module: Module; readonly from: number };

export type Referent =
  | FunctionReferent
  /** Functions of one name among which the arguments of a call choose; those of the nearest class first. */
  | { readonly kind: 'overloads'; readonly levels: readonly (readonly FunctionReferent[])[] }
  | ClassReferent
  | ModuleReferent
  /** A name under which there are only further modules. */
  | { readonly kind: 'namespace'; readonly name: string; readonly from: number }
  | (ScopeRef & { readonly kind: 'variable'; readonly name: string })
  /** An object of a class. */
  | InstanceReferent
  /** A parent class seen from a method: members are looked for after the class itself. */
  | (ScopeRef & { readonly kind: 'super' });

function isSame(left: Referent, right: Referent): boolean {
  if (left.kind === 'namespace') return right.kind === 'namespace' && left.name === right.name;
  if (left.kind === 'module') return right.kind === 'module' && isSameModule(left.module, right.module);
  if (left.kind === 'overloads') return left === right;
  if (left.kind !== right.kind || left.file !== right.file || left.scope !== right.scope) return false;
  return left.kind !== 'variable' || left.name === (right as typeof left).name;
}

/** One module may go by several names. */
function isSameModule(left: Module, right: Module): boolean {
  const a = left.parts[0];
  const b = right.parts[0];
  return left === right || (a?.file === b?.file && a?.scope === b?.scope && left.parts.length === right.parts.length);
}

/** Whether both are the same scope of the same file. */
export function isSameScope(left: ScopeRef, right: ScopeRef): boolean {
  return left.file === right.file && left.scope === right.scope;
}

/** One number for a scope: files are not so large that they have more scopes than this leaves room for. */
export function scopeKey({ file, scope }: ScopeRef): number {
  return file * 0x400000 + scope;
}

/**
 * The one thing several definitions agree on, or `null`. A definition that stands for nothing is passed over: the
 * variable that holds no object yet. A function defined again in its scope is its last definition.
 */
export function agreed(referents: readonly (Referent | null)[]): Referent | null {
  if (referents.length === 1) return referents[0]!;
  const known = referents.filter((referent) => referent !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  const isRedefined =
    last.kind === 'function' && known.every((one) => one.kind === 'function' && one.file === last.file);
  return isRedefined || known.every((referent) => isSame(referent, last)) ? last : null;
}
