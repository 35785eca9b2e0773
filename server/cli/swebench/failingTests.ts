/**
 * Localizes an instance by its failing tests, in a tree of its own: the commit's files with the test patch applied. What
 * the tests do is kept from harm as in any localization; the tree is gone afterwards.
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { writeConfined } from '../../adapters/disk/confinedWrite.ts';
import { writeCommit } from '../../adapters/git/writeCommit.ts';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { FailureTables } from '../../localize/failureTables.ts';
import { localizeFailingTest } from '../../localize/localizeFailingTest.ts';
import type { Cancellation } from '../../ports/cancellation.ts';
import type { GitObjects, TreeEntry } from '../../ports/git.ts';
import type { RecipeResolution } from '../../ports/testRunner.ts';
import type { Localization } from '../../protocol/localization.ts';
import { type CliPorts, compose } from '../compose.ts';
import { CliRefusal } from '../exitStatus.ts';
import type { PatchedTexts } from './patchedFiles.ts';
import type { LocalizeSettings, Question, TestSettings } from './question.ts';
import { runnerIds } from './testIds.ts';
import { makeTreeFolder, removeLeftTrees } from './treeFolders.ts';
import { writeVersionFile } from './versionFile.ts';

export interface FailingTests {
  readonly question: Question;
  readonly failToPass: readonly string[];
  readonly objects: GitObjects;
  readonly tree: readonly TreeEntry[];
  /** What the test patch makes of its files. */
  readonly patched: PatchedTexts;
  /** Of the patched files. */
  readonly snapshot: CodeSnapshot;
}

export interface ByTests {
  readonly localization: Localization;
  /** What was weighed; `null` where nothing was. */
  readonly tables: FailureTables | null;
}

/** An answer, or one sentence on why there is none. */
export async function localizeByTests(
  asked: FailingTests,
  settings: LocalizeSettings & { readonly withTests: TestSettings },
  cancellation: Cancellation,
): Promise<ByTests | string> {
  removeLeftTrees();
  const folder = makeTreeFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  try {
    const missing = await writeTree(asked, folder);
    const answer = await localizeIn(folder, asked, settings, cancellation);
    if (typeof answer === 'string') return answer;
    const { problems } = answer.localization;
    const message = `Not in the tree, because the clone lacks them, they lead outside or do not fit: ${missing.slice(0, 5).join(', ')}`;
    if (missing.length === 0) return answer;
    const localization = { ...answer.localization, problems: [...problems, { severity: 'warning' as const, message }] };
    return { ...answer, localization };
  } catch (error) {
    if (error instanceof CliRefusal) return error.message;
    throw error;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function writeTree(
  { objects, tree, patched, question }: FailingTests,
  folder: string,
): Promise<readonly string[]> {
  const missing = await writeCommit(objects, tree, folder);
  const left = missing.filter((path) => !patched.has(path));
  for (const [path, text] of patched) {
    const content = text === null ? null : Buffer.from(text.text, text.encoding === 'latin-1' ? 'latin1' : 'utf8');
    if (!writeConfined(folder, path, content)) left.push(path);
  }
  writeVersionFile(folder, question.version);
  return left;
}

async function localizeIn(
  folder: string,
  asked: FailingTests,
  { withTests, top, without }: LocalizeSettings & { readonly withTests: TestSettings },
  cancellation: Cancellation,
): Promise<ByTests | string> {
  const { question, snapshot } = asked;
  const environment = { ...process.env, PYTHONPATH: packageFolders(folder).join(delimiter) };
  const { note, ...ports } = await compose(folder, withTests.sandbox, environment);
  const resolution = await resolveTests(folder, asked, ports, withTests);
  if (resolution.kind !== 'recipe') return withoutFolder(resolution.message, folder, question.repo);
  const { localization, tables } = await localizeFailingTest(
    { ...ports, snapshot: async () => snapshot },
    {
      recipe: resolution.recipe,
      top,
      without,
      timeoutSeconds: withTests.timeoutSeconds,
      ...(withTests.withIssue ? { issue: question.problem } : {}),
      notes: note === null ? [] : [note],
    },
    () => {},
    cancellation,
  );
  const text = withoutFolder(JSON.stringify({ ...localization, repository: question.repo }), folder, question.repo);
  return { localization: JSON.parse(text) as Localization, tables };
}

/** The tests by their names, else by those of them that a runner knows, else by the files that the test patch changes. */
async function resolveTests(
  repository: string,
  { failToPass, patched, question, snapshot }: FailingTests,
  { testRunner }: Pick<CliPorts, 'testRunner'>,
  { python }: TestSettings,
): Promise<RecipeResolution> {
  const interpreter = python === null ? null : interpreterOf(python, question);
  const resolve = (tests: readonly string[]) =>
    testRunner.resolve({ repository, tests, runner: 'auto' as const, interpreter });
  const testFiles = [...patched].flatMap(([file, text]) => (text === null ? [] : [file]));
  const ids = runnerIds(failToPass, testFiles, snapshot);
  const whole = await resolve(ids);
  if (whole.kind !== 'badTest') return whole;
  const known: string[] = [];
  for (const id of ids) if ((await resolve([id])).kind === 'recipe') known.push(id);
  const files = testFiles.filter((file) => snapshot.isTestFile(file));
  for (const tests of [known, files]) {
    const found = tests.length === 0 ? whole : await resolve(tests);
    if (found.kind !== 'badTest') return found;
  }
  return whole;
}

/** The interpreter of an instance: its names in place of theirs in braces, none of which is a step to another folder. */
export function interpreterOf(
  python: string,
  { id, repo, version }: Pick<Question, 'id' | 'repo' | 'version'>,
): string {
  const values: Readonly<Record<string, string>> = { instance_id: id, repo: repo.replace('/', '__'), version };
  return python.replace(/\{(instance_id|repo|version)\}/g, (_, name: string) =>
    (values[name] ?? '').replace(/[^\w.+-]|^\.+$/g, '_'),
  );
}

/** Where a checkout has its packages: `src` and `lib` where packages are right below them, and the top. */
function packageFolders(folder: string): readonly string[] {
  const layouts = ['src', 'lib'].map((name) => join(folder, name));
  return [
    ...layouts.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() && !isPackage(path)),
    folder,
  ];
}

function isPackage(folder: string): boolean {
  return existsSync(join(folder, '__init__.py'));
}

/** The tree has another name each time, which no answer should hang on. */
function withoutFolder(text: string, folder: string, repo: string): string {
  return text.replaceAll(`${folder}/`, '').replaceAll(folder, repo);
}
