/**
 * Data flow and control dependence of one file: inside each scope by reaching definitions, between nested scopes by
 * name. Leaves out other files: a use whose name is imported is resolved when all files are known (`freeUses`).
 */
import { holds, touches } from '../graph/accessPaths.ts';
import { definitionKind, type FileFacts, statementKind } from '../graph/fileFacts.ts';
import { controlDependences } from './controlDependence.ts';
import { createFlowBuilder } from './controlFlow.ts';
import { type FileIndex, indexFile, owningScope, scopedName } from './fileIndex.ts';
import { PairList } from './pairList.ts';
import { createReachingSolver } from './reachingDefinitions.ts';

export interface FileFlow {
  /** Definition and use indexes of each def-use edge. */
  readonly dataFrom: Int32Array;
  readonly dataTo: Int32Array;
  /** Statement indexes of each control dependence. */
  readonly controlFrom: Int32Array;
  readonly controlTo: Int32Array;
  /** Uses of names that the module binds, or nobody in this file, read in a scope below. */
  readonly freeUses: Int32Array;
  /** Definitions of the module in force when it has run: what importers and functions see. */
  readonly atExit: Int32Array;
}

export function analyzeFlow(facts: FileFacts, classScopeIsVisible: boolean): FileFlow {
  const index = indexFile(facts);
  const data = new PairList();
  const control = new PairList();
  const build = createFlowBuilder(index.tree);
  const solve = createReachingSolver(index);
  const addControl = (controller: number, dependent: number): void => {
    const decider = deciderOf(facts, controller, dependent);
    if (decider >= 0) control.push(decider, dependent);
  };
  let atExit: readonly number[] = [];
  for (let scope = 0; scope < facts.scopes.length; scope++) {
    const { header } = facts.scopes[scope]!;
    const graph = build(header < 0 ? null : header);
    const reaching = solve(scope, graph, data);
    if (scope === 0) atExit = reaching.atExit;
    controlDependences(graph, addControl);
  }
  const freeUses = linkFreeUses(index, atExit, classScopeIsVisible, data);
  return {
    dataFrom: data.left.slice(0, data.length),
    dataTo: data.right.slice(0, data.length),
    controlFrom: control.left.slice(0, control.length),
    controlTo: control.right.slice(0, control.length),
    freeUses: Int32Array.from(freeUses),
    atExit: Int32Array.from(atExit),
  };
}

/**
 * The statement that decides in a control dependence; -1 where none does. A `try` decides about its handlers, and they
 * about what they hold; a statement that merely may raise, or ends a `finally` part that several paths share, decides
 * nothing.
 */
function deciderOf(facts: FileFacts, controller: number, dependent: number): number {
  const { kind, parent } = facts.statements;
  switch (kind[controller]) {
    case statementKind.branch:
    case statementKind.loop:
    case statementKind.switch:
    case statementKind.case:
      return controller;
    case statementKind.try:
      for (let at = dependent; at >= 0; at = parent[at]!) {
        if (kind[at] === statementKind.handler && parent[at] === controller) return at === dependent ? controller : at;
      }
      return -1;
    default:
      return -1;
  }
}

/** Kinds by which a variable gets a value, rather than a function, class or module a name. */
function isValue(kind: number): boolean {
  return kind === definitionKind.assignment || kind === definitionKind.weak || kind === definitionKind.inline;
}

/**
 * Uses of names from a scope around: when the inner scope runs is not known, so a variable of an enclosing function may
 * have any of its definitions, and one of the module those in force at its end or set through `global`.
 */
function linkFreeUses(
  index: FileIndex,
  atExit: readonly number[],
  classScopeIsVisible: boolean,
  data: PairList,
): number[] {
  const { facts, roots, bound } = index;
  const sharedBy = definitionsByOwner(index, atExit, classScopeIsVisible);
  const free: number[] = [];
  // A use that the scope's own assignment reaches is taken to be decided by it.
  const isSetBefore = new Uint8Array(facts.uses.name.length);
  for (let pair = 0; pair < data.length; pair++) {
    const definition = data.left[pair]!;
    const isWhole = facts.namePrefix[facts.definitions.name[definition]!]! < 0;
    if (isWhole && facts.definitions.kind[definition] !== definitionKind.weak) isSetBefore[data.right[pair]!] = 1;
  }
  for (let use = 0; use < facts.uses.name.length; use++) {
    const name = facts.uses.name[use]!;
    const root = roots[name]!;
    const scope = facts.uses.scope[use]!;
    const scoped = scopedName(facts, scope, root);
    if (bound.has(scoped)) {
      // Inner functions may set it through `nonlocal` or `global` at any time.
      link(sharedBy.fromElsewhere.get(scoped), use, name);
      continue;
    }
    const owner = owningScope(index, scope, root, classScopeIsVisible);
    if (owner <= 0) free.push(use);
    if (owner < 0 || isSetBefore[use] === 1) continue;
    const owned = scopedName(facts, owner, root);
    link(sharedBy.own.get(owned), use, name);
    link(sharedBy.fromElsewhere.get(owned), use, name);
  }
  return free;

  function link(definitions: readonly number[] | undefined, use: number, name: number): void {
    if (definitions === undefined) return;
    for (const definition of definitions) {
      const defined = facts.definitions.name[definition]!;
      const isWeak = facts.definitions.kind[definition] === definitionKind.weak;
      // Who only looks the object up does not read what was changed in it.
      const isSeen =
        facts.uses.isBase[use] === 1 ? !isWeak && holds(facts, defined, name) : touches(facts, defined, name);
      if (isSeen) data.push(definition, use);
    }
  }
}

interface SharedDefinitions {
  /** By `scopedName`: definitions in the scope that owns the name. */
  readonly own: ReadonlyMap<number, readonly number[]>;
  /** By `scopedName`: definitions in scopes inside that declared the name to be the owner's. */
  readonly fromElsewhere: ReadonlyMap<number, readonly number[]>;
}

function definitionsByOwner(
  index: FileIndex,
  atExit: readonly number[],
  classScopeIsVisible: boolean,
): SharedDefinitions {
  const { facts, roots, bound } = index;
  const own = new Map<number, number[]>();
  const fromElsewhere = new Map<number, number[]>();
  const add = (map: Map<number, number[]>, key: number, definition: number) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [definition]);
    else known.push(definition);
  };
  const inForce = new Set(atExit);
  for (let definition = 0; definition < facts.definitions.name.length; definition++) {
    const { kind, name, scope } = facts.definitions;
    const root = roots[name[definition]!]!;
    const inside = scope[definition]!;
    const scoped = scopedName(facts, inside, root);
    if (bound.has(scoped)) {
      const isShared =
        inside === 0
          ? inForce.has(definition) && isValue(kind[definition]!)
          : !isModuleLike(facts, inside) || isValue(kind[definition]!);
      if (isShared) add(own, scoped, definition);
    } else if (isValue(kind[definition]!)) {
      const owner = owningScope(index, inside, root, classScopeIsVisible);
      if (owner >= 0 && owner !== inside) add(fromElsewhere, scopedName(facts, owner, root), definition);
    }
  }
  return { own, fromElsewhere };
}

function isModuleLike(facts: FileFacts, scope: number): boolean {
  return facts.scopes[scope]!.kind !== 'function';
}
