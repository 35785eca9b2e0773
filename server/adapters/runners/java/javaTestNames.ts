/**
 * The names people give Java tests: `com.acme.FooTest#bar`, `FooTest#bar`, `FooTest#bar[2]`, a class alone, a file, or
 * `file:line`. Only finds the file a name leads to; whether a method answers to it is found out by running it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { confinedPath } from '../../disk/confinedPath.ts';
import type { JavaSources } from './javaSources.ts';

export interface JavaTestName {
  /** As the launcher wants it: `com.acme.Foo$Nested#bar`, `path/FooTest.java`, `path/FooTest.java:12`. */
  readonly name: string;
  /** Relative to the repository. */
  readonly file: string;
}

export type ParsedJavaTest = { readonly test: JavaTestName } | { readonly problem: string };

const classOrMethod = /^([\p{L}\p{N}_$.]+)((?:\[\d+\])*)(?:(?:#|::)(.+))?$/u;
const inFile = /^(.*\.java)(?::(\d+))?$/;

/** Whether a text has the shape of a test of Java, and of nothing else. */
export function isJavaShaped(test: string): boolean {
  return inFile.test(test) || (test.includes('#') && classOrMethod.test(test));
}

/** Reads a test name; the file it leads to must be in the repository. */
export function parseJavaTest(test: string, repository: string, sources: JavaSources): ParsedJavaTest {
  if (test.trim() === '') return { problem: 'A test needs a name, for example com.acme.FooTest#bar.' };
  if (test.includes('\0')) return { problem: 'A test name cannot hold a NUL character.' };
  if (test.startsWith('-')) return { problem: `"${test}" looks like an option, not like a test.` };
  const place = inFile.exec(test);
  if (place !== null) return atPlace(place[1]!, place[2], repository);
  const match = classOrMethod.exec(test);
  if (match === null) {
    return { problem: `"${test}" is no test of Java. Name it as com.acme.FooTest#bar, or by its file.` };
  }
  const [, className = '', invocation = '', method] = match;
  const found = classFile(className, sources);
  if ('problem' in found) return found;
  const full = `${found.name}${invocation}`;
  return { test: { name: method === undefined ? full : `${full}#${method}`, file: found.file } };
}

function atPlace(path: string, line: string | undefined, repository: string): ParsedJavaTest {
  if (!existsSync(resolve(repository, path))) return { problem: `There is no file ${path} in ${repository}.` };
  const root = realpathSync(repository);
  const real = confinedPath(root, path);
  if (real === null) return { problem: `${path} leads outside the repository ${repository}.` };
  const file = relative(root, real).split(sep).join('/');
  return { test: { name: line === undefined ? file : `${file}:${line}`, file } };
}

/** The file a class name leads to, and the name with its package. Nested classes may be parted by `.` or `$`. */
function classFile(
  className: string,
  sources: JavaSources,
): { readonly name: string; readonly file: string } | { readonly problem: string } {
  const parts = className.split(/[.$]/);
  for (let length = parts.length; length > 0; length -= 1) {
    const key = `${parts.slice(0, length).join('/')}.java`;
    const exact = sources.get(key)?.[0];
    if (exact !== undefined) return { name: nameOf(key, parts.slice(length)), file: exact };
  }
  const ending = `/${parts[0]}.java`;
  const found = [...sources].filter(([key]) => key.endsWith(ending));
  if (found.length > 1) {
    const names = found.slice(0, 4).map(([key]) => nameOf(key, []));
    return { problem: `Several classes are called ${parts[0]}: ${names.join(', ')}. Name the one with its package.` };
  }
  const [only] = found;
  if (only !== undefined) return { name: nameOf(only[0], parts.slice(1)), file: only[1][0]! };
  return { problem: `No file of the repository holds the class ${className}. Name the test by its file.` };
}

function nameOf(key: string, nested: readonly string[]): string {
  return [key.replace(/\.java$/, '').replaceAll('/', '.'), ...nested].join('$');
}
