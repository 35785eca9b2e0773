/** Facts of a file by statement and by scope, so that each flow analysis touches only its own. */
import { rootOf } from '../graph/accessPaths.ts';
import { definitionKind, type FileFacts } from '../graph/fileFacts.ts';
import { buildStatementTree, type StatementTree } from './statementTree.ts';

export interface FileIndex {
  readonly facts: FileFacts;
  readonly tree: StatementTree;
  /** Definitions of statement `s` are `definitionsFrom[s]` up to `definitionsFrom[s + 1]`. */
  readonly definitionsFrom: Int32Array;
  readonly usesFrom: Int32Array;
  /** The plain name each name begins with. */
  readonly roots: Int32Array;
  /** For each scope, the plain names it binds, `global` and `nonlocal` ones left out. */
  readonly bound: readonly ReadonlySet<number>[];
}

export function indexFile(facts: FileFacts): FileIndex {
  const nStatements = facts.statements.parent.length;
  const roots = Int32Array.from(facts.names, (_, name) => rootOf(facts, name));
  return {
    facts,
    tree: buildStatementTree(facts),
    definitionsFrom: starts(facts.definitions.statement, nStatements),
    usesFrom: starts(facts.uses.statement, nStatements),
    roots,
    bound: bindings(facts),
  };
}

/** Invariant: definitions and uses are sorted by statement, as the extractor finishes one before the next. */
function starts(statements: Int32Array, nStatements: number): Int32Array {
  const from = new Int32Array(nStatements + 1);
  for (const statement of statements) from[statement + 1]!++;
  for (let statement = 0; statement < nStatements; statement++) from[statement + 1]! += from[statement]!;
  return from;
}

function bindings(facts: FileFacts): readonly ReadonlySet<number>[] {
  const { kind, name, scope } = facts.definitions;
  const bound = facts.scopes.map(() => new Set<number>());
  for (let definition = 0; definition < kind.length; definition++) {
    if (kind[definition] === definitionKind.weak || facts.namePrefix[name[definition]!]! >= 0) continue;
    bound[scope[definition]!]!.add(name[definition]!);
  }
  facts.scopes.forEach(({ declaredGlobal, declaredOuter }, index) => {
    if (declaredGlobal.length === 0 && declaredOuter.length === 0) return;
    const elsewhere = new Set([...declaredGlobal, ...declaredOuter]);
    for (const plain of bound[index]!) if (elsewhere.has(facts.names[plain]!)) bound[index]!.delete(plain);
  });
  return bound;
}

/** The scope that binds a plain name as seen from `scope`; -1 where none does. Classes are passed over from inside. */
export function owningScope(index: FileIndex, scope: number, plain: number, classScopeIsVisible: boolean): number {
  const text = index.facts.names[plain]!;
  for (let at = scope; at >= 0; at = index.facts.scopes[at]!.parent) {
    const facts = index.facts.scopes[at]!;
    if (facts.declaredGlobal.includes(text)) return index.bound[0]!.has(plain) || at !== 0 ? 0 : -1;
    if (at !== scope && facts.kind === 'class' && !classScopeIsVisible) continue;
    if (index.bound[at]!.has(plain)) return at;
  }
  return -1;
}
