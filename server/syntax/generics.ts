/** The type parameters of definitions, as names of what bounds them. */
import { lastSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, pathValue } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { childrenOf, childWithPart, type Extraction, isNamedNode, type Place, pathOf, textOf } from './extraction.ts';
import { declareName } from './localNames.ts';

/**
 * Type parameters, as names for what bounds them; those of the class around a function too, as its members do not see
 * the names of its scope.
 */
export function declareGenerics(x: Extraction, node: number, place: Place): void {
  for (let at = node; at >= 0; at = x.table.parent[at]!) {
    const isType = isTypeNode(x, at);
    for (const list of at === node || isType ? childrenOf(x, at) : []) {
      if (x.part[list] !== part.generics) continue;
      for (let inner = list; inner < x.table.after[list]!; inner++) {
        if (x.construct[inner] === construct.declaration) declareGeneric(x, inner, place);
      }
    }
    if (isType) return;
  }
}

function declareGeneric(x: Extraction, node: number, { statement, scope, block }: Place): void {
  const target = childWithPart(x, node, part.target);
  const bound = childWithPart(x, node, part.value);
  const path = bound < 0 ? null : boundOf(x, bound);
  if (target < 0 || path === null) return;
  if (block !== null) declareName(block, textOf(x, target));
  const name = x.facts.name(textOf(x, target));
  const start = x.table.start[target]!;
  const value = pathValue(x.facts.wholeName(path));
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start, value });
}

/** The bound that says most: the first that is not a common one of the language. */
function boundOf(x: Extraction, node: number): string | null {
  const whole = pathOf(x, node);
  if (whole !== null) return whole;
  const bounds = childrenOf(x, node)
    .filter((child) => isNamedNode(x, child))
    .map((child) => pathOf(x, child));
  return bounds.find((path) => path !== null && !x.traits.builtins.has(lastSegment(path))) ?? null;
}

function isTypeNode(x: Extraction, node: number): boolean {
  const what = x.construct[node];
  return what === construct['definition.class'] || what === construct['definition.extension'];
}
