/** Declarations that run nothing: where names belong, and which package a file is of. */
import { definitionKind } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { declaredName } from './declarators.ts';
import { childrenOf, childWithPart, type Extraction, type Place, pathOf, textOf } from './extraction.ts';
import { type Block, declareName } from './localNames.ts';

/** The package a declaration names. */
export function packageName(x: Extraction, node: number): string {
  const name = childWithPart(x, node, part.name);
  return name < 0 ? '' : (pathOf(x, name) ?? textOf(x, name));
}

/** Notes names that belong to a scope further out. */
export function declareElsewhere(x: Extraction, node: number, inScope: number): void {
  const scope = x.facts.scopes[inScope]!;
  const isGlobal = x.construct[node] === construct['declaration.global'];
  for (const child of childrenOf(x, node)) {
    if (x.construct[child] !== construct['reference.name']) continue;
    (isGlobal ? scope.declaredGlobal : scope.declaredOuter).push(textOf(x, child));
  }
}

/** Declares the plain variables a loop begins with, ahead of the statement that makes them. */
export function declareAhead(x: Extraction, node: number, block: Block): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    const isDeclared = x.construct[inner] === construct.declaration;
    const target = isDeclared ? declaredName(x, childWithPart(x, inner, part.target)) : -1;
    if (target >= 0 && x.construct[target] === construct['reference.name']) declareName(block, textOf(x, target));
  }
}

/** A form of the type around it, by whose name objects of that type are made. */
export function defineVariant(x: Extraction, node: number, { statement, scope }: Place): void {
  const name = childWithPart(x, node, part.name);
  if (name < 0) return;
  const [written, start] = [x.facts.name(textOf(x, name)), x.table.start[name]!];
  x.facts.definition({ kind: definitionKind.class, statement, scope, name: written, start, detail: scope });
}

/** Whether a package holds a part of the file only, so that what it holds cannot stand for the file. */
export function isNamespaceAmongOthers(x: Extraction, node: number): boolean {
  const isBlock = (one: number) =>
    x.construct[one] === construct['declaration.package'] && childWithPart(x, one, part.body) >= 0;
  if (!isBlock(node)) return false;
  const siblings = childrenOf(x, x.table.parent[node]!);
  return [...siblings].some(
    (one) => one !== node && (isBlock(one) || x.construct[one] === construct['definition.class']),
  );
}
