/** Answers questions about the instances of one repository, in a process of its own. */
import { performance } from 'node:perf_hooks';
import { createCommitFiles } from '../../adapters/git/commitFiles.ts';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { FeatureTable } from '../../core/ranking/featureTable.ts';
import { createCommitIndex } from '../../indexing/commitIndex.ts';
import type { FailureTables } from '../../localize/failureTables.ts';
import { changedSince } from '../../localize/issue/changedSince.ts';
import { type IssueTables, issueTables } from '../../localize/issue/issueTables.ts';
import { localizeReport } from '../../localize/issue/localizeReport.ts';
import { filesOfTests } from '../../localize/testCode.ts';
import { unranked } from '../../localize/unranked.ts';
import type { Cancellation } from '../../ports/cancellation.ts';
import type { GitHistory, GitObjects, TreeEntry } from '../../ports/git.ts';
import type { Localization } from '../../protocol/localization.ts';
import type { ParserSet } from '../../syntax/parserSet.ts';
import { withinBounds } from '../reportBounds.ts';
import { localizeByTests } from './failingTests.ts';
import { historyAt } from './historyAt.ts';
import { applyTo, type PatchedTexts, withTexts } from './patchedFiles.ts';
import {
  type Answer,
  type LocalizeSettings,
  noCost,
  type PlainTable,
  type Question,
  type WeighedTables,
} from './question.ts';

/** The clone of a repository, and ways to read it. */
export interface OpenedClone {
  readonly gitFolder: string;
  readonly objects: GitObjects;
  readonly history: GitHistory;
}

export type Answering = (question: Question, cancellation: Cancellation) => Promise<Answer>;

/** Questions are best asked in the order of their commits: what two have in common is parsed once. */
export function createAnswering(clone: OpenedClone, parsers: ParserSet, settings: LocalizeSettings): Answering {
  const { objects } = clone;
  const index = createCommitIndex(parsers);
  return async (asked, cancellation) => {
    const { bytes, problems: cut } = withinBounds(Buffer.from(asked.problem));
    const question = cut.length === 0 ? asked : { ...asked, problem: Buffer.from(bytes).toString('utf8') };
    const without = (why: string) => ({ localization: withoutAnswer(question.repo, why), cost: noCost, tables: null });
    const tree = await objects.tree(question.baseCommit);
    if (tree === null) return without(missingCommit(question));
    const files = createCommitFiles(question.repo, objects, tree);
    const patched = await patchedTests(question, files);
    if (typeof patched === 'string') return without(patched);
    const indexing = stopwatch();
    const { snapshot, problems } = await index.show(withTexts(files, patched));
    const indexingSeconds = indexing().cpu;
    const localizing = stopwatch();
    const answer = await localize({ question, clone, tree, patched, snapshot }, settings, cancellation);
    const cost = {
      indexingSeconds,
      localizingSeconds: localizing().cpu,
      peakBytes: process.resourceUsage().maxRSS * 1024,
      places: countPlaces(snapshot),
    };
    const { localization } = answer;
    return {
      ...answer,
      localization: { ...localization, problems: [...cut, ...localization.problems, ...problems] },
      cost,
    };
  };
}

interface Prepared {
  readonly question: Question;
  readonly clone: OpenedClone;
  readonly tree: readonly TreeEntry[];
  readonly patched: PatchedTexts;
  readonly snapshot: CodeSnapshot;
}

async function localize(
  prepared: Prepared,
  settings: LocalizeSettings,
  cancellation: Cancellation,
): Promise<Omit<Answer, 'cost'>> {
  const { repo: repository, problem: text, tests } = prepared.question;
  const { withTests } = settings;
  if (tests !== null && withTests !== null) {
    const { failToPass } = tests;
    const found = await localizeByTests(
      { ...prepared, objects: prepared.clone.objects, failToPass },
      { ...settings, withTests },
      cancellation,
    );
    if (typeof found === 'string') return { localization: withoutAnswer(repository, found), tables: null };
    return { ...found, tables: settings.tables && found.tables !== null ? plainFailure(found.tables) : null };
  }
  const started = stopwatch();
  const { top, without } = settings;
  const { snapshot, clone, question } = prepared;
  const changed = await changedSince(historyAt(clone.history, question.baseCommit), clone.gitFolder, text);
  const request = { repository, text, top, without, ...(changed === null ? {} : { changedSince: changed }) };
  const localization = localizeReport(snapshot, request);
  const { wall } = started();
  return {
    localization: { ...localization, run: { ...localization.run, seconds: wall, overhead: wall } },
    tables: settings.tables ? plainIssue(issueTables(snapshot, request)) : null,
  };
}

async function patchedTests(
  { tests }: Question,
  files: ReturnType<typeof createCommitFiles>,
): Promise<PatchedTexts | string> {
  try {
    return tests === null ? new Map() : await applyTo(files, tests.testPatch);
  } catch (error) {
    return `The test patch cannot be applied: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export function missingCommit({ repo, baseCommit }: Pick<Question, 'repo' | 'baseCommit'>): string {
  return `The clone of ${repo} does not hold the commit ${baseCommit}, or not all of its folders; fetch it`;
}

/** An instance that could not be worked: why, in one sentence. */
export function withoutAnswer(repository: string, message: string): Localization {
  const nothing = unranked({ repository, tests: [], runner: 'none' }, 'environment', 0);
  return { ...nothing, problems: [{ severity: 'error', message }] };
}

function plainFailure({ statements, elements }: FailureTables): WeighedTables {
  return { kind: 'tests', statements: plain(statements), elements };
}

function plainIssue({ files, functions }: IssueTables): WeighedTables {
  return { kind: 'issue', functions: plain(functions), files: plain(files) };
}

function plain({ features, candidates, values }: FeatureTable): PlainTable {
  return { features, candidates, values: Array.from(values, (value) => Number(value.toFixed(4))) };
}

function countPlaces(snapshot: CodeSnapshot): number {
  const { files, program } = snapshot;
  const isOfTests = filesOfTests(snapshot);
  return files.reduce((sum, file, index) => {
    return isOfTests(file) ? sum : sum + program.files[index]!.statements.line.length;
  }, 0);
}

/** Seconds since it was made. */
function stopwatch(): () => { readonly wall: number; readonly cpu: number } {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: rounded((performance.now() - wall) / 1000), cpu: rounded((user + system) / 1_000_000) };
  };
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}
