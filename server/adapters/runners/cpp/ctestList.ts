/** The tests CTest knows of, as it lists them itself. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CppSession } from './cppSession.ts';

export interface CTestEntry {
  readonly name: string;
  /** The words of its command; empty where its program is not built yet. */
  readonly command: readonly string[];
  readonly folder: string | null;
  /** Whether nothing else has to run before it. */
  readonly isAlone: boolean;
}

/** In CTest's order; none where it cannot list them. */
export async function listCTests(session: CppSession, buildFolder: string): Promise<readonly CTestEntry[]> {
  const { recipe, run, tools, outFolder } = session;
  const out = join(outFolder, 'ctest.json');
  const words = [`-DBUILD=${buildFolder}`, `-DOUT=${out}`, '-P', join(tools.folder, 'culprit_tests.cmake')];
  await run(recipe.program, words, buildFolder, 60);
  return parseCTests(await readFile(out, 'utf8').catch(() => '{}'), buildFolder);
}

/** CTest's `--show-only=json-v1`. */
export function parseCTests(text: string, buildFolder: string): readonly CTestEntry[] {
  let document: CTestList;
  try {
    document = JSON.parse(text) as CTestList;
  } catch {
    return [];
  }
  return (document.tests ?? []).flatMap(({ name, command, properties }) => {
    if (typeof name !== 'string') return [];
    const folder = (properties ?? []).find((property) => property.name === 'WORKING_DIRECTORY')?.value;
    const isAlone = !(properties ?? []).some((property) => /^(FIXTURES_REQUIRED|DEPENDS)$/.test(String(property.name)));
    const words = (command ?? []).map(String);
    const program = words[0] === undefined ? [] : [resolve(buildFolder, words[0])];
    return [
      { name, command: [...program, ...words.slice(1)], folder: typeof folder === 'string' ? folder : null, isAlone },
    ];
  });
}

interface CTestList {
  readonly tests?: readonly {
    readonly name?: unknown;
    readonly command?: readonly unknown[];
    readonly properties?: readonly { readonly name?: unknown; readonly value?: unknown }[];
  }[];
}

/** The folder each program is run in as a test, by its path. */
export async function workingFolders(session: CppSession, buildFolder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await listCTests(session, buildFolder);
  return new Map(
    entries.flatMap(({ command: [program], folder }) =>
      program === undefined ? [] : [[program, folder ?? dirname(program)] as const],
    ),
  );
}
