/** `culprit swebench localize`: works the instances of a dataset, keeps a record of each, and reports how well it went. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { createHardenedGit } from '../../adapters/git/hardenedGit.ts';
import type { Git } from '../../ports/git.ts';
import type { ParserSet } from '../../syntax/parserSet.ts';
import { installed, parserSet, version } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { listenForInterruption } from '../interruption.ts';
import { integerOption, numberOption, repositoryFolder, sandboxOption, sourcesOption } from '../options.ts';
import { type ProgressLine, progressLine } from '../progress.ts';
import { readGold } from '../swebench/baseFiles.ts';
import { findClone } from '../swebench/clones.ts';
import { compareRuns } from '../swebench/compareRuns.ts';
import type { Row } from '../swebench/instance.ts';
import { withoutAnswer } from '../swebench/localizeInstances.ts';
import { byRepository, planWork } from '../swebench/plan.ts';
import { printReport } from '../swebench/printReport.ts';
import { type LocalizeSettings, noCost, type TestSettings } from '../swebench/question.ts';
import { idOf, readDataset } from '../swebench/readDataset.ts';
import { type InstanceRecord, openRecords, type Records, readRecords, replace } from '../swebench/records.ts';
import { type ReportHead, reportOf, scoredOf, type Worked } from '../swebench/report.ts';
import { answerAll } from '../swebench/workers.ts';
import { askTrust } from '../trust.ts';

export interface SwebenchLocalizeOptions {
  readonly dataset: string;
  readonly repos: string;
  readonly out: string;
  readonly instances?: string;
  readonly without?: string;
  readonly jobs: string;
  readonly top: string;
  readonly compare?: string;
  readonly withFailingTests: boolean;
  readonly python?: string;
  readonly sandbox: string;
  readonly timeout: string;
  readonly trust: boolean;
  readonly quiet: boolean;
}

export async function swebenchLocalize(options: SwebenchLocalizeOptions): Promise<ExitStatus> {
  const repos = repositoryFolder(options.repos);
  const jobs = integerOption('--jobs', options.jobs, 1, 4 * availableParallelism());
  const settings: LocalizeSettings = {
    top: integerOption('--top', options.top, 1, 10_000),
    without: sourcesOption(options.without),
    withTests: options.withFailingTests ? testSettings(options) : null,
  };
  const { rows: all, sha256 } = await readDataset(options.dataset);
  const rows = chosen(all, options.instances);
  const head: ReportHead = {
    dataset: { file: basename(options.dataset), sha256 },
    shown: shown[options.withFailingTests ? 'tests' : 'report'],
    settings: {
      withFailingTests: options.withFailingTests,
      withIssue: !options.withFailingTests,
      top: settings.top,
      without: settings.without,
      version: version(),
    },
  };
  await checkTrust(repos, rows.length, settings.withTests, options.trust);
  const other = options.compare === undefined ? null : otherRun(options.compare);
  const records = openRecords(options.out, {
    ...head.settings,
    ...settings.withTests,
    dataset: sha256,
    program: programHash(),
  });
  const git = createHardenedGit(process.env);
  const progress = progressLine(process.stderr, options.quiet);
  const isDone = await work(rows, records, { git, repos, jobs, settings, progress });
  if (!isDone) {
    process.stderr.write(
      `Stopped with ${records.done.size} of ${rows.length} done; the same command goes on from there\n`,
    );
    return exitStatus.stopped;
  }
  records.sort(all.map(idOf));
  const gold = await goldOfAll(rows, { git, repos, parsers: await parserSet(), progress });
  const worked = (done: ReadonlyMap<string, InstanceRecord>): readonly Worked[] =>
    rows.flatMap((row) => {
      const record = done.get(idOf(row));
      return record === undefined ? [] : [{ id: idOf(row), ...record, gold: gold.get(idOf(row))! }];
    });
  const ours = worked(records.done);
  const scored = (one: readonly Worked[]) => scoredOf(one, head.settings.withFailingTests);
  const comparison =
    other === null ? null : compareRuns(scored(ours), scored(worked(other)), basename(options.compare!));
  const report = { ...reportOf(head, ours), comparison };
  replace(join(options.out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  progress.clear();
  process.stdout.write(printReport(report));
  return exitStatus.done;
}

const shown = {
  report: 'The localizer saw the report alone: no patch, no test patch, no FAIL_TO_PASS',
  tests: 'The localizer saw the failing tests, FAIL_TO_PASS of the test patch: no patch, and no report',
};

function testSettings({ python, sandbox, timeout }: SwebenchLocalizeOptions): TestSettings {
  const timeoutSeconds = numberOption('--timeout', timeout, 1, 86_400);
  return { python: python ?? null, sandbox: sandboxOption(sandbox), timeoutSeconds };
}

/** Tests are code of the repositories. Throws a refusal where nobody said that it may be run. */
async function checkTrust(
  repos: string,
  nInstances: number,
  withTests: TestSettings | null,
  isTrusted: boolean,
): Promise<void> {
  if (withTests === null) return;
  const { python, sandbox } = withTests;
  const tests = [`the failing tests of ${nInstances} instances`];
  const trust = await askTrust({ repository: repos, tests, how: [python ?? '', sandbox] }, isTrusted);
  if (trust.kind === 'refused') throw new CliRefusal(trust.message, exitStatus.notRun);
}

interface Working {
  readonly git: Git;
  readonly repos: string;
  readonly jobs: number;
  readonly settings: LocalizeSettings;
  readonly progress: ProgressLine;
}

/** Whether all of it was done. */
async function work(rows: readonly Row[], records: Records, working: Working): Promise<boolean> {
  const interruption = listenForInterruption(null);
  const left = rows.filter((row) => !records.done.has(idOf(row)));
  let nDone = rows.length - left.length;
  const add: Records['add'] = (id, answer) => {
    records.add(id, answer);
    nDone++;
    working.progress.show(`${nDone} of ${rows.length} · ${id}`);
  };
  for (const row of left) {
    if (row.kind !== 'malformed') continue;
    add(row.row.id, { localization: withoutAnswer(row.row.repo, row.row.problem), cost: noCost });
  }
  const instances = left.flatMap((row) => (row.kind === 'instance' ? [row.instance] : []));
  const { git, repos, jobs, settings } = working;
  const { parts, impossible } = await planWork(instances, { git, repos, jobs, showTests: settings.withTests !== null });
  for (const { instance, why } of impossible) {
    add(instance.id, { localization: withoutAnswer(instance.repo, why), cost: noCost });
  }
  const workOptions = {
    program: { path: installed('cli.cjs'), hash: programHash },
    jobs,
    settings,
    cancellation: interruption.signal,
  };
  await answerAll(parts, workOptions, ({ id }, answer) => add(id, answer));
  interruption.dispose();
  return nDone === rows.length;
}

async function goldOfAll(
  rows: readonly Row[],
  { git, repos, parsers, progress }: Pick<Working, 'git' | 'repos' | 'progress'> & { readonly parsers: ParserSet },
): Promise<ReadonlyMap<string, Worked['gold']>> {
  progress.show('Reading what is right');
  const gold = new Map<string, Worked['gold']>();
  for (const row of rows) if (row.kind === 'malformed') gold.set(row.row.id, row.row.problem);
  const instances = rows.flatMap((row) => (row.kind === 'instance' ? [row.instance] : []));
  for (const [repo, own] of byRepository(instances)) {
    const gitFolder = findClone(repos, repo);
    const objects = gitFolder === null ? null : git.openObjects(gitFolder);
    for (const instance of own) {
      const read = objects === null ? `There is no clone of ${repo}` : await readGold(objects, parsers, instance);
      gold.set(instance.id, read);
    }
    objects?.close();
  }
  return gold;
}

function otherRun(folder: string): ReadonlyMap<string, InstanceRecord> {
  const records = readRecords(folder);
  if (records.size > 0) return records;
  throw new CliRefusal(`Cannot compare with "${folder}": there is no run in it`, exitStatus.usage);
}

/** The rows that were asked for, in the order of the dataset. */
function chosen(rows: readonly Row[], given: string | undefined): readonly Row[] {
  if (given === undefined) return rows;
  const text = existsSync(given) ? readFileSync(given, 'utf8') : given;
  const ids = new Set(text.split(/[\s,]+/).filter((id) => id !== ''));
  const found = rows.filter((row) => ids.delete(idOf(row)));
  if (ids.size === 0) return found;
  throw new CliRefusal(`Cannot find in the dataset: ${[...ids].slice(0, 5).join(', ')}`, exitStatus.usage);
}

/** Two builds that differ may answer otherwise; a run is of one. */
function programHash(): string {
  return createHash('sha256')
    .update(readFileSync(installed('cli.cjs')))
    .digest('hex')
    .slice(0, 16);
}
