/** Facts of a file by statement and by scope, so that each flow analysis touches only its own. */
import { rootOf } from '../graph/accessPaths.ts';
import { definitionKind, type FileFacts } from '../graph/fileFacts.ts';
import { rowStarts } from '../rowStarts.ts';
import { buildStatementTree, type StatementTree } from './statementTree.ts';

export interface FileIndex {
  readonly facts: FileFacts;
  readonly tree: StatementTree;
  /** Definitions of statement `s` are `definitionsFrom[s]` up to `definitionsFrom[s + 1]`. */
  readonly definitionsFrom: Int32Array;
  readonly usesFrom: Int32Array;
  /** The plain name each name begins with. */
  readonly roots: Int32Array;
  /** The plain names each scope binds, by `scopedName`; `global` and `nonlocal` ones left out. */
  readonly bound: ReadonlySet<number>;
}

/** One number for a scope and a name, to look both up at once. */
export function scopedName(facts: FileFacts, scope: number, name: number): number {
  return scope * facts.names.length + name;
}

export function indexFile(facts: FileFacts): FileIndex {
  const nStatements = facts.statements.parent.length;
  const roots = new Int32Array(facts.names.length);
  for (let name = 0; name < roots.length; name++) roots[name] = rootOf(facts, name);
  return {
    facts,
    tree: buildStatementTree(facts),
    // Both are sorted by statement, as the extractor finishes one before the next.
    definitionsFrom: rowStarts(facts.definitions.statement, nStatements),
    usesFrom: rowStarts(facts.uses.statement, nStatements),
    roots,
    bound: bindings(facts),
  };
}

function bindings(facts: FileFacts): ReadonlySet<number> {
  const { kind, name, scope } = facts.definitions;
  const bound = new Set<number>();
  for (let definition = 0; definition < kind.length; definition++) {
    const plain = name[definition]!;
    if (kind[definition] === definitionKind.weak || facts.namePrefix[plain]! >= 0) continue;
    const { declaredGlobal, declaredOuter } = facts.scopes[scope[definition]!]!;
    const mayBeElsewhere = declaredGlobal.length > 0 || declaredOuter.length > 0;
    const text = mayBeElsewhere ? facts.names[plain]! : '';
    if (mayBeElsewhere && (declaredGlobal.includes(text) || declaredOuter.includes(text))) continue;
    bound.add(scopedName(facts, scope[definition]!, plain));
  }
  return bound;
}

/** The scope that binds a plain name as seen from `scope`; -1 where none does. Classes are passed over from inside. */
export function owningScope(index: FileIndex, scope: number, plain: number, classScopeIsVisible: boolean): number {
  const { facts, bound } = index;
  for (let at = scope; at >= 0; at = facts.scopes[at]!.parent) {
    const { declaredGlobal, kind } = facts.scopes[at]!;
    if (declaredGlobal.length > 0 && declaredGlobal.includes(facts.names[plain]!))
      return at !== 0 || bound.has(scopedName(facts, 0, plain)) ? 0 : -1;
    if (at !== scope && kind === 'class' && !classScopeIsVisible) continue;
    if (bound.has(scopedName(facts, at, plain))) return at;
  }
  return -1;
}
