/**
 * The tests a Rust file has in its text, and the modules it is made of, as libtest names them. Leaves out tests that macros
 * make: those are known by the function or module they stand in, and by what the built program lists.
 */
import { posix } from 'node:path';
import type { Node, RustTree } from './rustTree.ts';

export interface TestFunction {
  /** Names of the modules inside the file, and of the function. */
  readonly path: readonly string[];
  readonly line: number;
  /** From its first attribute to its end. */
  readonly lines: readonly [first: number, last: number];
}

/** A module whose text is in a file of its own. */
export interface ModuleFile {
  /** Names of the modules of this file it is declared in, and its own. */
  readonly path: readonly string[];
  /** As `#[path]` has it. */
  readonly givenPath: string | null;
}

export interface TestsOfFile {
  readonly tests: readonly TestFunction[];
  readonly modules: readonly ModuleFile[];
  /** Modules with their text in this file. */
  readonly inner: readonly (readonly string[])[];
}

const testAttribute = /^([\w:]+::)?(test|rstest|test_case)\b/;

/** Whether one of the attributes makes a function a test, or several. */
export function isTest(attributes: readonly string[]): boolean {
  return attributes.some((text) => testAttribute.test(text) && !text.startsWith('cfg'));
}

/** What the text of a file says of its tests and modules. */
export function testsOfFile(tree: RustTree): TestsOfFile {
  const tests: TestFunction[] = [];
  const modules: ModuleFile[] = [];
  const inner: string[][] = [];
  const visit = (node: Node, path: readonly string[]) => {
    for (const item of tree.children(node)) {
      const type = tree.type(item);
      const name = tree.field(item, 'name');
      if (name === null) continue;
      const own = [...path, tree.textOf(name).replace(/^r#/, '')];
      if (type === 'mod_item') {
        const body = tree.field(item, 'body');
        if (body === null) modules.push({ path: own, givenPath: givenPath(tree.attributes(item).texts) });
        else {
          inner.push(own);
          visit(body, own);
        }
      }
      if (type === 'function_item' && isTest(tree.attributes(item).texts)) {
        const line = tree.line(item);
        const above = tree.text.slice(tree.attributes(item).start, tree.start(item));
        const lines = [line - nLineEnds(above), line + nLineEnds(tree.textOf(item))] as const;
        tests.push({ path: own, line, lines });
      }
    }
  };
  visit(tree.root, []);
  // Modules that stand in what a macro is given (`cfg_if! { mod x; }`) are no items of the tree.
  const known = new Set(modules.map(({ path }) => path.at(-1)));
  for (const [, name = ''] of tree.text.matchAll(/^\s+(?:pub(?:\([\w ]+\))?\s+)?mod\s+(\w+)\s*;/gm)) {
    if (!known.has(name)) modules.push({ path: [name], givenPath: null });
  }
  return { tests, modules, inner };
}

function nLineEnds(text: string): number {
  return text.split('\n').length - 1;
}

function givenPath(attributes: readonly string[]): string | null {
  for (const text of attributes) {
    const given = /^path\s*=\s*"([^"]+)"/.exec(text)?.[1];
    if (given !== undefined) return given;
  }
  return null;
}

/** A test where it is in a repository; `name` is as libtest has it. */
export interface PlacedTest {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly lines: readonly [first: number, last: number];
}

export interface CrateTests {
  readonly tests: readonly PlacedTest[];
  /** The file each module's text is in, by the module's path from the crate's root. */
  readonly files: ReadonlyMap<string, string>;
}

/** All tests of the crate with this root file. `look` gives what a file says, or `null` where there is no such file. */
export function testsOfCrate(root: string, look: (file: string) => TestsOfFile | null): CrateTests {
  const tests: PlacedTest[] = [];
  const files = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string, above: readonly string[], folder: string) => {
    const found = seen.has(file) ? null : look(file);
    if (found === null) return;
    seen.add(file);
    files.set(above.join('::'), file);
    for (const path of found.inner) files.set([...above, ...path].join('::'), file);
    for (const { path, line, lines } of found.tests)
      tests.push({ name: [...above, ...path].join('::'), file, line, lines });
    for (const { path, givenPath } of found.modules) {
      const within = posix.join(folder, ...path.slice(0, -1));
      const name = path.at(-1)!;
      if (givenPath !== null) {
        const target = posix.join(path.length === 1 ? posix.dirname(file) : within, givenPath);
        visit(target, [...above, ...path], posix.dirname(target));
        continue;
      }
      const beside = posix.join(within, `${name}.rs`);
      visit(beside, [...above, ...path], posix.join(within, name));
      visit(posix.join(within, name, 'mod.rs'), [...above, ...path], posix.join(within, name));
    }
  };
  visit(root, [], posix.dirname(root));
  return { tests, files };
}

/** Where a test is that the built program lists: itself, or the function or module it was made in. */
export function placeOf(
  crate: CrateTests,
  root: string,
  name: string,
): { readonly file: string; readonly line: number | null } {
  const parts = name.split('::');
  for (let length = parts.length; 0 < length; length -= 1) {
    const prefix = parts.slice(0, length).join('::');
    const test = crate.tests.find((one) => one.name === prefix);
    if (test !== undefined) return { file: test.file, line: test.line };
    const file = length < parts.length ? crate.files.get(prefix) : undefined;
    if (file !== undefined) return { file, line: null };
  }
  return { file: root, line: null };
}
