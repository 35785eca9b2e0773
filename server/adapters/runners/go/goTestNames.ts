/**
 * The names people give Go tests: `./pkg TestName`, `TestName`, either with `/subtest`, a test file, or `file:line`.
 * Files are read to see where a name is; nothing is started.
 */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { confinedPath } from '../../disk/confinedPath.ts';
import { readText } from '../../disk/readText.ts';

/** Tests of one package; folders and files relative to the repository, with `/`. */
export interface GoTestName {
  /** `.` for the repository's own folder. */
  readonly folder: string;
  /** A test or subtest; `null` for all tests of the file. */
  readonly name: string | null;
  readonly file: string | null;
  /** The form a run is asked for it by. */
  readonly text: string;
}

export type ParsedGoTest = { readonly names: readonly GoTestName[] } | { readonly problem: string };

const testFunction = /^func\s+((?:Test|Fuzz|Example)[\p{L}\p{N}_]*)\s*\(/u;
const testName = /^(Test|Fuzz|Example)(?!\p{Ll})[\p{L}\p{N}_]*(\/.*)?$/su;
const maxFolders = 20_000;
const leftOut = /^([._].*|vendor|node_modules|testdata)$/;

/** Whether a text could be the name of a Go test, by its letters alone. */
export function looksLikeGoTest(text: string): boolean {
  return testName.test(text);
}

/** Reads a name; a name without a folder stands for all tests of that name in the repository. */
export function parseGoTest(test: string, repository: string): ParsedGoTest {
  if (test.trim() === '') return { problem: 'A test needs a name, for example ./pkg TestName.' };
  if (test.includes('\0')) return { problem: 'A test name cannot hold a NUL character.' };
  if (test.startsWith('-')) return { problem: `"${test}" looks like an option, not like a test.` };
  const root = realpathSync(repository);
  const inFile = /^(.*_test\.go)(?::(\d+))?$/s.exec(test);
  if (inFile !== null) return testsOfFile(root, inFile[1]!, inFile[2] === undefined ? null : Number(inFile[2]), test);
  if (/\.go(:\d+)?$/.test(test)) return { problem: `${test} is no test file: those of Go end in _test.go.` };
  for (const [at, letter] of [...test].entries()) {
    if (letter !== ' ') continue;
    const [place, name] = [
      [...test].slice(0, at).join(''),
      [...test]
        .slice(at + 1)
        .join('')
        .trim(),
    ];
    if (!looksLikeGoTest(name)) continue;
    const folder = folderOf(root, place);
    if (folder !== null) return { names: [named(folder, name)] };
  }
  if (looksLikeGoTest(test)) return testsAnywhere(root, test);
  return {
    problem: `"${test}" is neither a Go test (./pkg TestName, TestName/subtest) nor a test file (pkg/a_test.go).`,
  };
}

/** The files of a folder in which a test of that name is a function, relative to the repository. */
export function filesWithTest(repository: string, folder: string, name: string): readonly string[] {
  const top = name.split('/')[0];
  return testFilesOf(repository, folder).filter((file) => testsIn(repository, file).some((it) => it.name === top));
}

function named(folder: string, name: string): GoTestName {
  const text = name.replaceAll(/\s/g, '_'); // as `go test` writes names of subtests
  return { folder, name: text, file: null, text: `${folder === '.' ? '.' : `./${folder}`} ${text}` };
}

function testsOfFile(root: string, path: string, line: number | null, test: string): ParsedGoTest {
  const real = confinedPath(root, path);
  if (real === null || !statSync(real).isFile()) {
    return {
      problem: existsSync(resolve(root, path))
        ? `${path} leads outside the repository ${root}.`
        : `There is no file ${path} in ${root}.`,
    };
  }
  const file = relative(root, real).split(sep).join('/');
  const folder = dirname(file);
  if (line === null) return { names: [{ folder, name: null, file, text: file }] };
  const around = testsIn(root, file).findLast((it) => it.line <= line);
  if (around === undefined) return { problem: `There is no test at line ${line} of ${path} (from "${test}").` };
  const part = /\.Run\("((?:[^"\\])*)"/.exec(readText(join(root, file)).split('\n')[line - 1] ?? '')?.[1];
  const isDirect = part !== undefined && line !== around.line;
  return { names: [named(folder, isDirect ? `${around.name}/${part}` : around.name)] };
}

function testsAnywhere(root: string, name: string): ParsedGoTest {
  const names: GoTestName[] = [];
  for (const folder of foldersBelow(root)) {
    if (filesWithTest(root, folder, name).length !== 0) names.push(named(folder, name));
  }
  return names.length === 0 ? { problem: `No test file of ${root} has a function ${name.split('/')[0]}.` } : { names };
}

/** A folder of the repository by its path, or by the import path of the package in it. */
function folderOf(root: string, place: string): string | null {
  const real = confinedPath(root, place);
  if (real !== null && statSync(real).isDirectory()) return relative(root, real).split(sep).join('/') || '.';
  for (const folder of foldersBelow(root)) {
    if (!existsSync(join(root, folder, 'go.mod'))) continue;
    const module = /^module\s+"?([^\s"]+)/m.exec(readText(join(root, folder, 'go.mod')))?.[1];
    if (module === undefined || (place !== module && !place.startsWith(`${module}/`))) continue;
    const inside = confinedPath(root, join(folder, place.slice(module.length)));
    if (inside !== null) return relative(root, inside).split(sep).join('/') || '.';
  }
  return null;
}

function* foldersBelow(root: string): Generator<string> {
  const pending = ['.'];
  for (let n = 0; n < maxFolders && pending.length > 0; n += 1) {
    const folder = pending.shift()!;
    yield folder;
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.isDirectory() && !leftOut.test(entry.name)) {
        pending.push(folder === '.' ? entry.name : `${folder}/${entry.name}`);
      }
    }
  }
}

function testFilesOf(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('_test.go'))
    .map((name) => (folder === '.' ? name : `${folder}/${name}`));
}

function testsIn(root: string, file: string): readonly { readonly name: string; readonly line: number }[] {
  return readText(join(root, file))
    .split('\n')
    .flatMap((text, at) => {
      const name = testFunction.exec(text)?.[1];
      return name === undefined || !looksLikeGoTest(name) ? [] : [{ name, line: at + 1 }];
    });
}
