/**
 * The names people give tests: `file::Class::test`, `package.module.Class.test`, `test (module.Class)`, or a file alone.
 * Only the shape is read here; whether anything answers to a name is found out by running it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

export type TestName =
  | { readonly kind: 'inFile'; readonly file: string; readonly parts: readonly string[]; readonly text: string }
  | { readonly kind: 'dotted'; readonly parts: readonly string[]; readonly text: string };

export type ParsedTestName = { readonly name: TestName } | { readonly problem: string };

const oldStyle = /^(\w+) \(([\w.]+)\)$/;

/** Reads a test name; files in it are made relative to the repository and must be there, inside it. */
export function parseTestName(test: string, repository: string): ParsedTestName {
  if (test.trim() === '') return { problem: 'A test needs a name, for example tests/test_a.py::test_x.' };
  if (test.includes('\0')) return { problem: 'A test name cannot hold a NUL character.' };
  if (test.startsWith('-')) return { problem: `"${test}" looks like an option, not like a test.` };
  const old = oldStyle.exec(test);
  if (old !== null) {
    const place = old[2]!.split('.');
    return dotted(place.at(-1) === old[1] ? place : [...place, old[1]!], test);
  }
  const [path, ...parts] = test.split('::');
  const isPath =
    parts.length > 0 || /[/\\]/.test(test) || test.endsWith('.py') || existsSync(resolve(repository, test));
  return isPath ? inFile(path!, parts, repository, test) : dotted(test.split('.'), test);
}

function dotted(parts: readonly string[], text: string): ParsedTestName {
  if (parts.some((part) => !/^[\p{L}\p{N}_]+$/u.test(part))) {
    return { problem: `"${text}" is neither a test in a file (tests/test_a.py::test_x) nor a dotted name.` };
  }
  return { name: { kind: 'dotted', parts, text } };
}

function inFile(path: string, parts: readonly string[], repository: string, text: string): ParsedTestName {
  if (path === '') return { problem: `"${text}" names no file before "::".` };
  const absolute = resolve(repository, path);
  const root = realpathSync(repository);
  if (!existsSync(absolute)) return { problem: `There is no file ${path} in ${repository}.` };
  const file = relative(root, realpathSync(absolute));
  if (file === '..' || file.startsWith(`..${sep}`) || isAbsolute(file)) {
    return { problem: `${path} leads outside the repository ${repository}.` };
  }
  const shown = file === '' ? '.' : file.split(sep).join('/');
  return { name: { kind: 'inFile', file: shown, parts, text: [shown, ...parts].join('::') } };
}
