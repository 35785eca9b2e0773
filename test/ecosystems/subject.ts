/**
 * The subjects of the runners: small projects with one known bug in a function that is not where they fail. Each is
 * copied, prepared as its user would (packages installed), and localized by the built command line; nothing may be
 * written into the copy.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { culprit, projectRoot, treeHash } from '../cli/runCli.ts';

export interface Subject {
  /** The folder below `test/subjects`. */
  readonly folder: string;
  /** The failing test, as the runner names it. `below` is where the subject lies in the repository: empty, or `a/b/`. */
  readonly test: (below: string) => string;
  /** The element with the bug, from the subject's folder on: `src/a.ts::f`. */
  readonly faulty: string;
  /** The faulty function is to be among so many; three where nothing is said. */
  readonly among?: number;
  /** What a user does before tests run: installs packages. The folder is the copy. */
  readonly prepare?: (folder: string) => Promise<void>;
  readonly argv?: readonly string[];
}

/**
 * `spaces`: a path with spaces and letters beyond ASCII. `below`: the repository starts two folders further up.
 * `crlf`: Windows line ends in every text.
 */
export type Place = 'plain' | 'spaces' | 'below' | 'crlf';

export const places: readonly Place[] = ['plain', 'spaces', 'below', 'crlf'];

export interface Localized {
  readonly status: number | null;
  readonly answer: Localization;
  readonly stderr: string;
  /** Where the copy of the subject is. */
  readonly folder: string;
}

/** Localizes a subject's failing test in a copy of it; `change` is done to the copy first. */
export async function localizeSubject(
  subject: Subject,
  place: Place = 'plain',
  change: (folder: string) => void | Promise<void> = () => {},
): Promise<Localized> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), place === 'spaces' ? 'culprit süß 木 ' : 'culprit-subject-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const below = place === 'below' ? 'services/shop/' : '';
  const folder = join(home, below);
  mkdirSync(folder, { recursive: true });
  cpSync(join(projectRoot, 'test/subjects', subject.folder), folder, { recursive: true });
  if (place === 'crlf') withWindowsLineEnds(folder);
  await change(folder);
  await subject.prepare?.(folder);
  const before = treeHash(home);
  const options = ['--repo', home, '--json', '--trust', '--quiet', ...(subject.argv ?? [])];
  const { status, stdout, stderr } = await culprit(['localize', subject.test(below), ...options]);
  expect(treeHash(home), 'the repository was written to').toBe(before);
  return { status, answer: JSON.parse(stdout) as Localization, stderr, folder };
}

/** That the faulty function is among the first, and the test was seen to fail. */
export function expectLocated(
  { status, answer, stderr }: Localized,
  { faulty, among = 3 }: Subject,
  place: Place = 'plain',
): void {
  const element = place === 'below' ? `services/shop/${faulty}` : faulty;
  expect(
    answer.functions.slice(0, among).map((it) => it.element),
    stderr,
  ).toContain(element);
  expect(status, stderr).toBe(0);
  expect(answer.run.failing).toBeGreaterThan(0);
}

const binary = /\.(jar|zip|png|wasm|node|so|class|bin|gz)$/;

function withWindowsLineEnds(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || binary.test(path) || path.includes('node_modules')) continue;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\r?\n/g, '\r\n'));
  }
}
