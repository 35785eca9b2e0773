/**
 * Words of source code and of prose about it: identifiers whole and in their parts. Leaves out weighing; that is the
 * ranking's.
 */

const identifier = /[A-Za-z_\u00aa-\uffff][A-Za-z0-9_\u00aa-\uffff]*|\d+/g;

/** Identifiers of a text as they stand, in order, repeats included. */
export function identifiersOf(text: string): readonly string[] {
  return text.match(identifier) ?? [];
}

/** Lower-case words: each identifier whole, and its snake_case and camelCase parts where it has several. */
export function wordsOf(text: string): readonly string[] {
  return identifiersOf(text).flatMap((name) => {
    const parts = partsOf(name);
    return parts.length < 2 ? parts : [name.toLowerCase(), ...parts];
  });
}

function partsOf(name: string): readonly string[] {
  const isLower = name === name.toLowerCase();
  if (isLower) return name.split('_').filter((part) => part.length > 1);
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((part) => part.length > 1);
}
