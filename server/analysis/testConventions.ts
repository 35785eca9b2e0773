/** Which files and functions are tests, by the conventions of their language's runners. */
import { lastSegment } from '../core/graph/accessPaths.ts';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import type { LanguageTraits } from '../core/graph/languageTraits.ts';
import type { Line } from '../core/ids.ts';
import type { IndexedFile } from './indexedFile.ts';

export function isTestPath(traits: LanguageTraits, file: string): boolean {
  const folders = file.split('/');
  const base = folders.pop()!;
  if (folders.some((folder) => traits.tests.folders.includes(folder))) return true;
  return traits.tests.files.some((glob) => matchesGlob(glob, base));
}

/**
 * Whether a scope is a test: a test function of a test file, alone or in a class that the conventions know by its name
 * or its bases; a function that a decorator or the function it is given to makes one. A class with a test base, and a
 * decorated function, count in any file.
 */
export function isTestScope(traits: LanguageTraits, facts: FileFacts, scope: number): boolean {
  const { kind, name, parent, decorators } = facts.scopes[scope]!;
  if (kind !== 'function') return false;
  if (decorators.some((path) => traits.tests.decorators.includes(lastSegment(path)))) return true;
  if (decorators.some((path) => traits.tests.calls.includes(path))) return isTestPath(traits, facts.file);
  if (!traits.tests.functions.some((glob) => matchesGlob(glob, name))) return false;
  const above = facts.scopes[parent]!;
  if (above.kind === 'function') return false;
  const inTestFile = isTestPath(traits, facts.file);
  if (above.kind === 'module') return inTestFile;
  const hasTestBase = above.bases.some((base) => traits.tests.bases.includes(lastSegment(base)));
  return hasTestBase || (inTestFile && traits.tests.classes.some((glob) => matchesGlob(glob, above.name)));
}

/**
 * First and last lines of what stands in a file of code for the sake of tests: a module of tests whole, else a test alone.
 * Empty in languages whose tests have files of their own.
 */
export function testsBesideCode({ language, facts }: IndexedFile): readonly (readonly [Line, Line])[] {
  if (!language.traits.tests.besideCode) return [];
  const known = spansOfTests.get(facts);
  if (known !== undefined) return known;
  const spans = facts.scopes.flatMap((test, scope) => {
    if (!isTestScope(language.traits, facts, scope)) return [];
    const above = facts.scopes[test.parent];
    const { line, endLine } = above === undefined || above.kind === 'module' ? test : above;
    return [[line as Line, endLine as Line] as const];
  });
  spansOfTests.set(facts, spans);
  return spans;
}

const spansOfTests = new WeakMap<FileFacts, readonly (readonly [Line, Line])[]>();

/** A glob over one name: `*` is any text. */
function matchesGlob(glob: string, name: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === name;
  if (!name.startsWith(first)) return false;
  const last = rest.pop()!;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length && name.endsWith(last);
}

/** Whether a method runs before every test of its class, or a function given to the test runner before those beside it. */
export function isSetup(traits: LanguageTraits, facts: FileFacts, scope: number): boolean {
  const { kind, name, parent, decorators } = facts.scopes[scope]!;
  const isNamed = (one: string) => traits.tests.setups.some((glob) => matchesGlob(glob, one));
  if (kind !== 'function') return false;
  return decorators.some(isNamed) || (facts.scopes[parent]!.kind === 'class' && isNamed(name));
}

/** Whether a function groups tests under a title. */
export function isSuite(traits: LanguageTraits, facts: FileFacts, scope: number): boolean {
  return facts.scopes[scope]!.decorators.some((path) => traits.tests.suites.includes(path));
}

/** Whether tests ask for a function's value by naming a parameter after it. */
export function isFixture(traits: LanguageTraits, facts: FileFacts, scope: number): boolean {
  const { decorators } = facts.scopes[scope]!;
  return decorators.some((path) => traits.tests.fixtures.includes(lastSegment(path)));
}
