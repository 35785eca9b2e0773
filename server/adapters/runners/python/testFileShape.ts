/** What the text of a test file says, at a glance, about the framework it is written for. A guess, never a parse. */

/** Whether a file is plainly written for unittest. */
export function looksLikeUnittest(text: string): boolean {
  return /^\s*(import unittest|from unittest\b)/m.test(text) || /^class \w+\(.*TestCase\b/m.test(text);
}

/** Whether a class of a file is a `TestCase`; without a class, whether the file has any and no test functions. */
export function definesTestCase(text: string, className: string | null): boolean {
  if (className === null) return looksLikeUnittest(text) && !/^def test/m.test(text);
  const seen = new Set<string>();
  for (let name: string | undefined = className; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const bases: string | undefined = new RegExp(`^class ${name}\\(([^)]*)\\)`, 'm').exec(text)?.[1];
    if (bases === undefined) return false;
    if (/TestCase\b/.test(bases)) return true;
    name = bases
      .split(',')
      .map((base) => base.trim())
      .find((base) => new RegExp(`^class ${base.replace(/\W/g, '\\$&')}\\b`, 'm').test(text));
    if (name === undefined) return looksLikeUnittest(text) && bases.trim() !== '' && bases.trim() !== 'object';
  }
  return false;
}
