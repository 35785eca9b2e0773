/** The type parameters of definitions, as names of what bounds them. */
import { construct, part } from './captureVocabulary.ts';
import { childrenOf, type Extraction, type Place } from './extraction.ts';

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
        if (x.construct[inner] === construct.declaration) x.visit(inner, place, 'read', 0);
      }
    }
    if (isType) return;
  }
}

function isTypeNode(x: Extraction, node: number): boolean {
  const what = x.construct[node];
  return what === construct['definition.class'] || what === construct['definition.extension'];
}
