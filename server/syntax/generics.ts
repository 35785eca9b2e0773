/** What the types around and in a definition mean for it: its type parameters, and whether it has a receiver. */
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

/** Marks a function of a class as one without a receiver, where its first parameter has not the receiver's name. */
export function markReceiverless(x: Extraction, scope: number): void {
  const { receiverName, receiverless } = x.traits;
  const { owner, parent, parameters, decorators } = x.facts.scopes[scope]!;
  if (receiverName === '' || parameters[0]?.name === receiverName) return;
  if (owner !== '' || x.facts.scopes[parent]!.kind === 'class') decorators.push(...receiverless);
}
