/**
 * Declarators: what stands around the name that a declaration makes, where a language writes types around names
 * (`*p`, `a[n]`, `(*f)(int)`). The innermost one of a function is its signature: it declares no variable.
 */
import { construct, part } from './captureVocabulary.ts';
import { childWithPart, type Extraction } from './extraction.ts';

/** Nesting beyond this is no declarator that a person wrote. */
const deepest = 32;

/** The node of the declared name: `node` itself where no declarator stands around it, -1 where there is none. */
export function declaredName(x: Extraction, node: number): number {
  let at = node;
  for (let depth = 0; at >= 0 && depth < deepest; depth++) {
    if (!isDeclarator(x, at)) return at;
    at = innerOf(x, at);
  }
  return -1;
}

/** The declarator of a function around the declared name, with its parameters; -1 where a variable is declared. */
export function signatureIn(x: Extraction, node: number): number {
  let at = node;
  for (let depth = 0; at >= 0 && depth < deepest; depth++) {
    if (x.construct[at] === construct['declarator.function']) return at;
    at = innerOf(x, at);
  }
  return -1;
}

export function isDeclarator(x: Extraction, node: number): boolean {
  const what = x.construct[node];
  return what === construct.declarator || what === construct['declarator.function'];
}

function innerOf(x: Extraction, node: number): number {
  const target = childWithPart(x, node, part.target);
  return target < 0 ? childWithPart(x, node, part.name) : target;
}
