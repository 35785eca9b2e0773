/**
 * Names of tests as people and editors write them: `src/a.test.ts`, `src/a.test.ts:12`, `src/a.test.ts > suite > name`.
 * Leaves out whether such a test exists; the runner knows that.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

export interface TestName {
  readonly text: string;
  /** Relative to the repository, with `/`. */
  readonly file: string;
  readonly kind: 'file' | 'line' | 'test';
  /** 1-based, where it is a line. */
  readonly line: number;
}

export type ParsedName = { readonly name: TestName } | { readonly problem: string };

const code = /\.[mc]?[jt]sx?$/;

/** The parts of a name, or what is wrong with it in a sentence. */
export function parseTestName(text: string, repository: string): ParsedName {
  if (text.trim() === '' || text.startsWith('-') || text.includes('\0'))
    return { problem: `"${text}" is no name of a test.` };
  const [head = ''] = text.split(' > ');
  const atLine = /^(.*):(\d+)$/.exec(text);
  const isLine = head === text && atLine !== null && code.test(atLine[1]!);
  const file = fileIn(isLine ? atLine[1]! : head, repository);
  if (file === null || !code.test(file)) {
    return {
      problem: `No test file in "${text}". Name the test as path/to/file.test.ts, path/to/file.test.ts:12 or path/to/file.test.ts > suite > name.`,
    };
  }
  if (statSync(join(repository, file), { throwIfNoEntry: false })?.isFile() !== true) {
    return { problem: `There is no file ${file} in ${repository}.` };
  }
  if (isLine) return { name: { text: `${file}:${atLine[2]}`, file, kind: 'line', line: Number(atLine[2]) } };
  const rest = text.slice(head.length);
  return { name: { text: file + rest, file, kind: rest === '' ? 'file' : 'test', line: 0 } };
}

/** A path in a name, relative to the repository; `null` where it leads out of it. */
function fileIn(path: string, repository: string): string | null {
  const inside = isAbsolute(path) ? relative(repository, path) : join(path);
  return isAbsolute(inside) || inside.split(sep)[0] === '..' ? null : inside.split(sep).join('/');
}
