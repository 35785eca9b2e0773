/** What a name can stand for in the repository. `instance` is an object of a class; `namespace` a folder of modules. */
export type Referent =
  | { readonly kind: 'function'; readonly file: number; readonly scope: number }
  | { readonly kind: 'class'; readonly file: number; readonly scope: number }
  | { readonly kind: 'module'; readonly file: number }
  | { readonly kind: 'namespace'; readonly name: string; readonly from: number }
  | { readonly kind: 'variable'; readonly file: number; readonly scope: number; readonly name: string }
  | { readonly kind: 'instance'; readonly file: number; readonly scope: number }
  /** A parent class seen from a method: members are looked for after the class itself. */
  | { readonly kind: 'super'; readonly file: number; readonly scope: number };

export type ClassReferent = Extract<Referent, { kind: 'class' }>;

function isSame(left: Referent, right: Referent): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === 'namespace') return left.name === (right as typeof left).name;
  if (left.file !== (right as { file: number }).file) return false;
  if (left.kind === 'module') return true;
  if (left.scope !== (right as { scope: number }).scope) return false;
  return left.kind !== 'variable' || left.name === (right as typeof left).name;
}

/**
 * The one thing several definitions agree on, or `null`. A definition that stands for nothing is passed over: the
 * variable that holds no object yet. A function defined again in its scope is its last definition.
 */
export function agreed(referents: readonly (Referent | null)[]): Referent | null {
  const known = referents.filter((referent) => referent !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  const isRedefined =
    last.kind === 'function' && known.every((one) => one.kind === 'function' && one.file === last.file);
  return isRedefined || known.every((referent) => isSame(referent, last)) ? last : null;
}
