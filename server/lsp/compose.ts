/**
 * Where the language server's engine is put together from its adapters. Leaves out every request: those see only
 * `Engine`.
 */
import { join } from 'node:path';
import { installedLanguages } from '../adapters/disk/installedLanguages.ts';
import { createRepositoryFiles } from '../adapters/disk/repositoryFiles.ts';
import { stateFolder } from '../adapters/disk/stateFolder.ts';
import { createHardenedGit } from '../adapters/git/hardenedGit.ts';
import { isolatedRuns } from '../adapters/isolation/isolatedRuns.ts';
import type { SandboxChoice } from '../adapters/isolation/isolationLevel.ts';
import { type RunProcess, runProcess } from '../adapters/process/runProcess.ts';
import { createTestRunners } from '../adapters/runners/testRunners.ts';
import { createTrialRunner } from '../adapters/trials/trialRunner.ts';
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import type { Language } from '../core/graph/languageTraits.ts';
import { engineVersion } from '../indexing/engineVersion.ts';
import { createGraphCache, withoutDamage } from '../indexing/graphCache.ts';
import { installedThreads } from '../indexing/installedThreads.ts';
import { type LocalizeOutcome, type LocalizeProgress, localizeFailingTest } from '../localize/localizeFailingTest.ts';
import { type TraceOutcome, traceTest } from '../localize/traceTest.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { RunnerName } from '../ports/testRunner.ts';
import type { Settings } from '../protocol/requests.ts';
import { createParserSet, type ParserSet } from '../syntax/parserSet.ts';
import { FolderIndex } from './folderIndex.ts';
import { Refusal } from './refusal.ts';
import { type TestHere, testsIn } from './testsInDocument.ts';

/** A run of tests of a folder, as the user wants them run. */
interface RunJob {
  readonly root: string;
  readonly tests: readonly string[];
  readonly settings: Settings;
}

export interface Engine {
  /** Extensions of the languages it knows, with their dot. */
  extensions(): Promise<readonly string[]>;
  /** Extensions of files whose tests can be run. */
  testedExtensions(): Promise<readonly string[]>;
  /** The text of a repository file on disk, or `null`. */
  read(root: string, file: string): Promise<string | null>;
  /** The tests in a text, which need not be on disk. */
  testsIn(file: string, text: string): Promise<readonly TestHere[]>;
  /** Files of a folder that are not on disk as they were. */
  changed(root: string, files: readonly string[]): void;
  /** Any file of a folder may have changed, come or gone. */
  allChanged(root: string): void;
  /**
   * What a question is answered with by the graph of a folder, with the texts of open documents, by path, in place. Runs
   * nothing of the repository.
   */
  ask<Answer>(
    root: string,
    texts: ReadonlyMap<string, string>,
    question: (snapshot: CodeSnapshot) => Answer,
  ): Promise<Answer>;
  /** Forgets what is known of a folder. */
  forget(root: string): void;
  /** Runs code of the repository: only after trust. Throws a `Refusal` where the test cannot be run. */
  localize(
    job: RunJob,
    onProgress: (progress: LocalizeProgress) => void,
    cancellation: Cancellation,
  ): Promise<LocalizeOutcome>;
  /** As `localize`: one test, and how it ran. */
  trace(job: RunJob, onProgress: (message: string) => void, cancellation: Cancellation): Promise<TraceOutcome>;
}

export interface Places {
  /** Where the bundle keeps grammars, language data and watchers. */
  readonly resources: string;
  readonly cacheFolder: string;
}

export function composeEngine({ resources, cacheFolder }: Places, environment: NodeJS.ProcessEnv): Engine {
  const git = createHardenedGit(environment);
  const running = { tracersFolder: join(resources, 'tracers'), cacheFolder, environment };
  const testRunnersBy = (run: RunProcess) =>
    createTestRunners({ ...running, parsers: () => installedLanguages(resources), runProcess: run });
  const { languages: testedLanguages } = testRunnersBy(runProcess);
  const clock = { now: () => performance.now() / 1000 };
  const folders = new Map<string, FolderIndex>();
  const cache = createGraphCache(join(cacheFolder, 'graphs'), engineVersion);
  const opening = { cache, threads: installedThreads(resources) };
  let parsers: Promise<ParserSet> | null = null;

  const parserSet = () => {
    parsers ??= createParserSet(installedLanguages(resources));
    return parsers;
  };
  const folder = (root: string) => {
    const known = folders.get(root) ?? new FolderIndex(createRepositoryFiles(root, git), parserSet, opening);
    folders.set(root, known);
    return known;
  };

  const testedOnly = async () =>
    (await parserSet()).languages.filter(({ traits }) => testedLanguages.includes(traits.id));
  const extensionsOf = (languages: readonly Language[]) => languages.flatMap(({ traits }) => traits.extensions);
  const forget = (root: string) => {
    void folders.get(root)?.dispose();
    folders.delete(root);
  };

  /** How the tests of a job are run. Throws a `Refusal` where they cannot be. */
  const prepared = async ({ root, tests, settings }: RunJob) => {
    const { python, runner, timeoutSeconds } = settings;
    const interpreter = python.interpreter === '' ? null : python.interpreter;
    const choice = settings.sandbox as SandboxChoice;
    const runs = await isolatedRuns({
      ...{ choice, repository: root, environment, stateFolder: stateFolder(environment) },
      mountAndRun: join(resources, 'mountAndRun.cjs'),
    });
    if (runs.kind === 'refused') throw new Refusal(runs.message);
    const testRunner = testRunnersBy(runs.runProcess);
    const resolution = await testRunner.resolve({
      repository: root,
      tests,
      runner: runner as RunnerName | 'auto',
      interpreter,
    });
    if (resolution.kind !== 'recipe') throw new Refusal(resolution.message);
    const { recipe } = resolution;
    const notes = runs.note === null ? [] : [runs.note];
    const snapshot = () => folder(root).snapshot();
    const trials = createTrialRunner({ ...running, runProcess: runs.runProcess });
    return { ports: { testRunner, trials, clock, snapshot, history: git }, request: { recipe, timeoutSeconds, notes } };
  };

  return {
    extensions: async () => extensionsOf((await parserSet()).languages),
    testedExtensions: async () => extensionsOf(await testedOnly()),
    read: async (root, file) => (await folder(root).files.read(file))?.text ?? null,
    async testsIn(file, text) {
      const parsers = await parserSet();
      const language = parsers.languageOf(file, text)?.traits.id;
      return language !== undefined && testedLanguages.includes(language) ? testsIn(parsers, file, text) : [];
    },
    changed: (root, files) => folders.get(root)?.changed(files),
    allChanged: (root) => folders.get(root)?.allChanged(),
    ask: (root, texts, question) =>
      withoutDamage(
        async () => question(await folder(root).editedSnapshot(texts)),
        () => forget(root),
      ),
    forget,
    async localize(job, onProgress, cancellation) {
      const { ports, request } = await prepared(job);
      const { top } = job.settings;
      const localized = () => localizeFailingTest(ports, { ...request, top }, onProgress, cancellation);
      return withoutDamage(localized, () => forget(job.root));
    },
    async trace(job, onProgress, cancellation) {
      const { ports, request } = await prepared(job);
      const traced = () => traceTest(ports, request, onProgress, cancellation);
      return withoutDamage(traced, () => forget(job.root));
    },
  };
}
