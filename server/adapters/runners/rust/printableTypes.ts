/**
 * Which types of a repository print themselves by code the compiler wrote: they derive `Debug`, and nothing they are made of
 * brings a `Debug` of its own. Only their values are printed; a program's own code never runs for it.
 */

const derived = /#\[derive\(([^)]*)\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(struct|enum|union)\s+(\w+)/g;
const written = /\bimpl\b[^{;]*?\bDebug\s+for\s+(?:&\s*)?(?:[\w:]*::)?(\w+)/g;
const word = /\w+/g;

/** Names of such types, by the texts of all files. */
export function printableTypes(texts: Iterable<string>): readonly string[] {
  const bodies = new Map<string, string>();
  const own = new Set<string>();
  for (const text of texts) {
    for (const match of text.matchAll(derived)) {
      const [whole, traits = '', , name = ''] = match;
      const body = bodyAfter(text, match.index + whole.length);
      if (/\bDebug\b/.test(traits)) bodies.set(name, `${bodies.get(name) ?? ''} ${body}`);
      else own.add(name);
    }
    for (const [, name = ''] of text.matchAll(written)) own.add(name);
  }
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [name, body] of bodies) {
      if (own.has(name) || ![...body.matchAll(word)].some(([one]) => one === 'dyn' || own.has(one))) continue;
      own.add(name);
      hasChanged = true;
    }
  }
  return [...bodies.keys()].filter((name) => !own.has(name)).sort();
}

/** What is in the braces or parentheses of a definition, up to the end of its item. */
function bodyAfter(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign === '{' || sign === '(') depth += 1;
    if (sign === '}' || sign === ')') depth -= 1;
    const isOver = depth === 0 && (sign === ';' || sign === '}');
    if (isOver) return text.slice(from, at);
  }
  return text.slice(from);
}
