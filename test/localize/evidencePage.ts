/**
 * Pages of small repositories with a failing test each: what a line is told to have against it stands at its end, as
 * `value: Here …`; `value: -` where it has nothing of the kind. Run by the real runner. `UPDATE=1` writes the sentences
 * into the page; a reviewer reads the diff.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';
import { createTestRunners } from '../../server/adapters/runners/testRunners.ts';
import { createTrialRunner } from '../../server/adapters/trials/trialRunner.ts';
import { filesToIndex, indexRepository } from '../../server/analysis/indexRepository.ts';
import { type LocalizeOutcome, localizeFailingTest } from '../../server/localize/localizeFailingTest.ts';
import type { CommandToRun } from '../../server/ports/testRunner.ts';
import type { TrialRunner } from '../../server/ports/trials.ts';
import type { Localization } from '../../server/protocol/localization.ts';
import { repositoryOf, temporaryFolder } from '../adapters/watchedRepository.ts';
import { parseSpecPage, type SpecCase, withAnswers } from '../fixture.ts';
import { parserSource, testParsers } from '../parsers.ts';

const parsers = await testParsers();
const tracersFolder = join(import.meta.dirname, '../../server/adapters/tracers');

interface LocalizedOptions {
  readonly command?: CommandToRun;
  readonly timeoutSeconds?: number;
  /** Whether changes of the code are tried out, too. */
  readonly trying?: boolean;
  /** By what they are tried out, where not by what does. */
  readonly trials?: TrialRunner;
  /** Cancelled as soon as this is said to be done. */
  readonly stopAt?: string;
}

/** The answer for what is red among `tests` of a repository. */
export async function localized(
  repository: string,
  tests: readonly string[],
  options: LocalizedOptions = {},
): Promise<Localization> {
  return (await outcomeOf(repository, tests, options)).localization;
}

/** The same, with how it ended. */
export async function outcomeOf(
  repository: string,
  tests: readonly string[],
  { command, timeoutSeconds = 20, trying = false, trials: trier, stopAt }: LocalizedOptions,
): Promise<LocalizeOutcome> {
  const history = createHardenedGit(process.env);
  const files = createRepositoryFiles(repository, history);
  const cacheFolder = temporaryFolder('culprit-cache-');
  const running = { tracersFolder, cacheFolder, environment: process.env };
  const testRunner = createTestRunners({ ...running, parsers: parserSource });
  const trials = trying ? { trials: trier ?? createTrialRunner(running) } : {};
  const how = command === undefined ? ({ runner: 'auto' } as const) : ({ runner: 'command', command } as const);
  const resolution = await testRunner.resolve({ repository, tests, interpreter: null, ...how });
  if (resolution.kind !== 'recipe') throw new Error(resolution.message);
  const snapshot = async () => (await indexRepository(files, parsers, await filesToIndex(files, parsers))).snapshot;
  const clock = { now: () => performance.now() / 1000 };
  const { recipe } = resolution;
  const stop = new AbortController();
  return localizeFailingTest(
    { testRunner, clock, snapshot, history, ...trials },
    { recipe, top: 100, timeoutSeconds, notes: [] },
    ({ message }) => {
      if (message === stopAt) stop.abort();
    },
    stop.signal,
  );
}

/** One test a repository of the page. */
export function evidencePage(path: string, options: LocalizedOptions = {}): void {
  const page = readFileSync(path, 'utf8');
  describe(path.slice(path.lastIndexOf('/') + 1), () => {
    test.each(parseSpecPage(page).map((one) => [one.title, one] as const))('%s', async (_, one) => {
      const written = await linesOf(one, options);
      expect(one.expectations.length).toBeGreaterThan(0);
      if (process.env.UPDATE !== undefined) return update(path, written);
      const rows = page.split('\n');
      for (const [row, answers] of written) expect(withAnswers(rows[row] ?? '', answers)).toBe(rows[row]);
    });
  });
}

async function linesOf(one: SpecCase, options: LocalizedOptions) {
  const files = one.files.map(({ path, text }) => [path, text.replace(/ {2}(#|\/\/) (?=\w+: ).*$/gm, '')] as const);
  const tests = files.map(([path]) => path).filter((path) => /(^|\/)test_|\.test\.\w+$/.test(path));
  const answer = await localized(repositoryOf(Object.fromEntries(files)), tests, options);
  expect(['located', 'uncertain'], JSON.stringify(answer.problems)).toContain(answer.verdict);
  const byRow = new Map<number, { question: string; answer: string }[]>();
  for (const { file, line, row, question } of one.expectations) {
    const location = answer.locations.find((it) => it.file === file && it.line === line);
    const said = location?.evidence.filter(({ kind }) => kind === question).map(({ message }) => message) ?? [];
    byRow.set(row, [...(byRow.get(row) ?? []), { question, answer: said.join(' + ') || '-' }]);
  }
  return byRow;
}

function update(path: string, written: ReadonlyMap<number, readonly { question: string; answer: string }[]>): void {
  const rows = readFileSync(path, 'utf8').split('\n');
  for (const [row, answers] of written) rows[row] = withAnswers(rows[row] ?? '', answers);
  writeFileSync(path, rows.join('\n'));
}
