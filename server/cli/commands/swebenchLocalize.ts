/** `culprit swebench localize`: what was asked for, checked; a benchmark run of it; its figures, printed. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { createHardenedGit } from '../../adapters/git/hardenedGit.ts';
import { notOfReports, reportSources } from '../../localize/issue/issueSources.ts';
import { installed, parserSet, version } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { listenForInterruption } from '../interruption.ts';
import { integerOption, numberOption, repositoryFolder, sandboxOption, sourcesOption } from '../options.ts';
import { progressLine } from '../progress.ts';
import { runBenchmark } from '../swebench/benchmarkRun.ts';
import type { Row } from '../swebench/instance.ts';
import { printReport } from '../swebench/printReport.ts';
import type { LocalizeSettings, TestSettings } from '../swebench/question.ts';
import { type Dataset, idOf, readDataset } from '../swebench/readDataset.ts';
import type { ReportHead } from '../swebench/report.ts';
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
  readonly withIssue: boolean;
  readonly python?: string;
  readonly sandbox: string;
  readonly timeout: string;
  readonly trust: boolean;
  readonly tables: boolean;
  readonly json: boolean;
  readonly model: string;
  readonly quiet: boolean;
}

export async function swebenchLocalize(options: SwebenchLocalizeOptions): Promise<ExitStatus> {
  if (options.model !== 'none') {
    throw new CliRefusal(`Cannot use the model "${options.model}": only --model none is there yet`, exitStatus.usage);
  }
  const repos = repositoryFolder(options.repos);
  const jobs = integerOption('--jobs', options.jobs, 1, 4 * availableParallelism());
  const settings: LocalizeSettings = {
    top: integerOption('--top', options.top, 1, 10_000),
    without: sourcesLeftOut(options),
    withTests: options.withFailingTests ? testSettings(options) : null,
    tables: options.tables,
  };
  const dataset = await readDataset(options.dataset);
  const rows = chosen(dataset.rows, options.instances);
  await checkTrust(repos, rows.length, settings.withTests, options.trust);
  const progress = progressLine(process.stderr, options.quiet);
  const interruption = listenForInterruption(null);
  const running = runBenchmark({
    rows,
    order: dataset.rows.map(idOf),
    repos,
    jobs,
    settings,
    head: headOf(options, settings, dataset),
    out: options.out,
    compare: options.compare ?? null,
    program: { path: installed('cli.cjs'), hash: programHash },
    git: createHardenedGit(process.env),
    parsers: await parserSet(),
    progress: progress.show,
    cancellation: interruption.signal,
  });
  const ran = await running.finally(() => {
    interruption.dispose();
    progress.clear();
  });
  process.stdout.write(options.json ? `${JSON.stringify(ran, null, 2)}\n` : printReport(ran));
  const { done, asked } = ran.instances;
  if (done === asked) return exitStatus.done;
  process.stderr.write(`Stopped with ${done} of ${asked} done; the same command goes on from there\n`);
  return exitStatus.stopped;
}

/** An ablation of what reports alone do not have would print the same figures and mean nothing. */
function sourcesLeftOut({ without, withFailingTests }: SwebenchLocalizeOptions): LocalizeSettings['without'] {
  const sources = sourcesOption(without);
  const inVain = withFailingTests ? [] : notOfReports(sources);
  if (inVain.length === 0) return sources;
  const has = `a report alone has ${reportSources.join(', ')}`;
  throw new CliRefusal(
    `Cannot use "${inVain.join(',')}" for --without: ${has}; pass one of them, or --with-failing-tests`,
    exitStatus.usage,
  );
}

const shown = {
  report: 'The localizer saw the report alone: no patch, no test patch, no FAIL_TO_PASS',
  tests: 'The localizer saw the failing tests, FAIL_TO_PASS of the test patch: no patch, and no report',
  both: 'The localizer saw the report and the failing tests, FAIL_TO_PASS of the test patch: no patch',
};

function headOf(
  options: SwebenchLocalizeOptions,
  { top, without, withTests }: LocalizeSettings,
  { sha256 }: Dataset,
): ReportHead {
  const kind = withTests === null ? 'report' : withTests.withIssue ? 'both' : 'tests';
  return {
    dataset: { file: basename(options.dataset), sha256 },
    shown: shown[kind],
    settings: { withFailingTests: kind !== 'report', withIssue: kind !== 'tests', without, top, version: version() },
  };
}

function testSettings({ python, sandbox, timeout, withIssue }: SwebenchLocalizeOptions): TestSettings {
  const timeoutSeconds = numberOption('--timeout', timeout, 1, 86_400);
  return { python: python ?? null, sandbox: sandboxOption(sandbox), timeoutSeconds, withIssue };
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

/** The rows that were asked for, in the order of the dataset. */
function chosen(rows: readonly Row[], given: string | undefined): readonly Row[] {
  if (given === undefined) return rows;
  const isFile = statSync(given, { throwIfNoEntry: false })?.isFile() === true;
  const text = isFile ? readFileSync(given, 'utf8') : given;
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
