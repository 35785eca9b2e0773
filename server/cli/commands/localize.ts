/** `culprit localize`: runs the failing test and prints the ranking. Leaves out all of the ranking itself. */
import { writeFileSync } from 'node:fs';
import type { SandboxChoice } from '../../adapters/isolation/isolationLevel.ts';
import type { EvidenceSource } from '../../localize/evidence/finding.ts';
import type { FailureTables } from '../../localize/failureTables.ts';
import { localizeFailingTest } from '../../localize/localizeFailingTest.ts';
import { unranked } from '../../localize/unranked.ts';
import type { RepositoryFiles } from '../../ports/files.ts';
import { type CommandToRun, type RunnerName, runnerNames } from '../../ports/testRunner.ts';
import type { Localization } from '../../protocol/localization.ts';
import { printable } from '../../protocol/printable.ts';
import { type CliPorts, compose, indexed, repositoryFiles, version } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { listenForInterruption } from '../interruption.ts';
import {
  integerOption,
  numberOption,
  type OutputOptions,
  repositoryFolder,
  sandboxOption,
  sourcesOption,
} from '../options.ts';
import { printLocalization, type ShownRun } from '../printLocalization.ts';
import { progressLine } from '../progress.ts';
import { sarifOf } from '../sarif.ts';
import { askTrust } from '../trust.ts';
import { type GivenReport, localizeFromReport, readGivenReport } from './localizeReport.ts';

export interface LocalizeOptions extends OutputOptions {
  readonly repo?: string;
  readonly top: string;
  readonly model: string;
  readonly runner: string;
  readonly python?: string;
  readonly command?: string;
  readonly coverage: readonly string[];
  readonly passing: readonly string[];
  readonly trust: boolean;
  readonly timeout: string;
  readonly budgetSeconds?: string;
  readonly issue?: string;
  readonly image: readonly string[];
  readonly sandbox: string;
  readonly without?: string;
  readonly tables?: string;
}

const runners: readonly string[] = ['auto', ...runnerNames];

export async function localize(tests: readonly string[], options: LocalizeOptions): Promise<ExitStatus> {
  checkModes(options);
  const report = options.issue === undefined ? null : readGivenReport(options.issue, options.image);
  if (report !== null && tests.length === 0 && options.command === undefined) return printReported(report, options);
  const request = checked(tests, options);
  const answerWithout = (message: string) => printAnswer(notRunnable(request, message), options, exitStatus.notRun);
  const { repository, runner, interpreter, sandbox } = request;
  const how = [runner, interpreter ?? '', sandbox];
  const trust = await askTrust({ repository, tests: toRun(request), how }, options.trust);
  if (trust.kind === 'refused') return answerWithout(trust.message);

  const composed = await composedFor(request);
  if (composed instanceof CliRefusal) return answerWithout(composed.message);
  const { note, ...ports } = composed;
  const interruption = listenForInterruption(request.budgetSeconds);
  const progress = progressLine(process.stderr, options.quiet);
  try {
    const resolution = await Promise.race([ports.testRunner.resolve(request), interruption.happened]);
    if (resolution === 'interrupted') {
      process.exitCode = printAnswer(
        notRunnable(request, 'Stopped before a test had run'),
        options,
        exitStatus.stopped,
      );
      process.exit();
    }
    if (resolution.kind !== 'recipe') return answerWithout(resolution.message);
    const { recipe } = resolution;
    const {
      localization: found,
      ending,
      tables,
    } = await localizeFailingTest(
      { ...ports, snapshot: async () => (await indexed(ports.files)).snapshot },
      {
        recipe,
        top: request.top,
        timeoutSeconds: request.timeoutSeconds,
        notes: note === null ? [] : [note],
        without: request.without,
        ...(report === null || report.text === '' ? {} : { issue: report.text }),
      },
      ({ message }) => progress.show(message),
      interruption.signal,
    );
    const localization = { ...found, problems: [...found.problems, ...(report?.problems ?? [])] };
    if (options.tables !== undefined && tables !== null) saveTables(options.tables, tables);
    const status = ending === 'cancelled' ? exitStatus.stopped : statusOf(localization);
    const shown = options.json || options.sarif ? [] : await sourceLines(ports.files, localization);
    progress.clear();
    return printAnswer(localization, options, status, { recipe, sourceLines: shown });
  } finally {
    interruption.dispose();
  }
}

/** What was weighed, for `npm run learn`. */
function saveTables(file: string, { statements, elements }: FailureTables): void {
  const values = Array.from(statements.values, (value) => Number(value.toFixed(4)));
  writeFileSync(file, `${JSON.stringify({ kind: 'tests', statements: { ...statements, values }, elements })}\n`);
}

/** Ranks from a bug report alone. */
async function printReported(report: GivenReport, options: LocalizeOptions): Promise<ExitStatus> {
  const repository = repositoryFolder(options.repo);
  const top = integerOption('--top', options.top, 1, 1000);
  const without = sourcesOption(options.without);
  const localization = await localizeFromReport({ repository, report, top, without });
  const shown = options.json || options.sarif ? [] : await sourceLines(repositoryFiles(repository), localization);
  return printAnswer(localization, options, statusOf(localization), { recipe: null, sourceLines: shown });
}

/** The line of each location, for people; empty where it cannot be read. */
async function sourceLines(files: RepositoryFiles, { locations }: Localization): Promise<readonly string[]> {
  const texts = new Map<string, readonly string[]>();
  for (const file of new Set(locations.map((location) => location.file))) {
    texts.set(file, (await files.read(file))?.text.split(/\r\n|\n|\r/) ?? []);
  }
  return locations.map(({ file, line }) => (texts.get(file)?.[line - 1] ?? '').trim());
}

/** Where tests cannot be sandboxed as was asked for, the answer says so in its own form. */
async function composedFor({ repository, sandbox }: CheckedRequest): Promise<CliPorts | CliRefusal> {
  try {
    return await compose(repository, sandbox);
  } catch (error) {
    if (error instanceof CliRefusal) return error;
    throw error;
  }
}

interface CheckedRequest {
  readonly repository: string;
  readonly tests: readonly string[];
  readonly runner: RunnerName | 'auto';
  readonly interpreter: string | null;
  readonly command?: CommandToRun;
  readonly top: number;
  readonly timeoutSeconds: number;
  readonly budgetSeconds: number | null;
  readonly sandbox: SandboxChoice;
  readonly without: readonly EvidenceSource[];
}

/** What holds whether a test is run or not. */
function checkModes({ json, sarif, model, issue, image }: LocalizeOptions): void {
  const refuse = (message: string): never => {
    throw new CliRefusal(message, exitStatus.usage);
  };
  if (json && sarif) refuse('Cannot print both --json and --sarif: choose one');
  if (model !== 'none') refuse(`Cannot use the model "${model}": only --model none is there yet`);
  if (issue === undefined && image.length !== 0)
    refuse('Cannot use --image without --issue: it is part of a bug report');
}

function checked(tests: readonly string[], options: LocalizeOptions): CheckedRequest {
  const refuse = (message: string): never => {
    throw new CliRefusal(message, exitStatus.usage);
  };
  if (!runners.includes(options.runner))
    refuse(`Cannot use the runner "${options.runner}": it is one of ${runners.join(', ')}`);
  const { command: line, coverage, passing } = options;
  if (line !== undefined && !['auto', 'command'].includes(options.runner))
    refuse(`Cannot use both --command and the runner "${options.runner}": choose one`);
  if (line === undefined && (coverage.length !== 0 || passing.length !== 0))
    refuse('Cannot use --coverage or --passing without --command');
  if (tests.length === 0 && line === undefined)
    refuse('Name a failing test, such as tests/test_a.py::test_b, or a test file, or pass --command or --issue');
  return {
    repository: repositoryFolder(options.repo),
    sandbox: sandboxOption(options.sandbox),
    without: sourcesOption(options.without),
    tests,
    runner: line === undefined ? (options.runner as RunnerName | 'auto') : 'command',
    ...(line === undefined ? {} : { command: { line, coverage, passing } }),
    interpreter: options.python ?? null,
    top: integerOption('--top', options.top, 1, 1000),
    timeoutSeconds: numberOption('--timeout', options.timeout, 1, 86_400),
    budgetSeconds:
      options.budgetSeconds === undefined ? null : numberOption('--budget-seconds', options.budgetSeconds, 1, 86_400),
  };
}

/** What a user is asked to trust. */
function toRun({ tests, command }: CheckedRequest): readonly string[] {
  return command === undefined ? tests : [command.line, ...tests];
}

function notRunnable(request: CheckedRequest, message: string): Localization {
  return { ...unranked(request, 'environment', 0), problems: [{ severity: 'error', message }] };
}

function statusOf({ verdict, files, locations }: Localization): ExitStatus {
  if (verdict === 'passed' || verdict === 'flaky' || verdict === 'environment') return exitStatus.notRun;
  if (verdict === 'issue-only') return files.length === 0 ? exitStatus.negative : exitStatus.done;
  return locations.length === 0 ? exitStatus.negative : exitStatus.done;
}

function printAnswer(
  localization: Localization,
  options: LocalizeOptions,
  status: ExitStatus,
  shown?: ShownRun,
): ExitStatus {
  if (options.json) process.stdout.write(`${JSON.stringify(localization, null, 2)}\n`);
  else if (options.sarif)
    process.stdout.write(`${JSON.stringify(sarifOf(localization, version(), status), null, 2)}\n`);
  else process.stdout.write(printLocalization(localization, shown ?? null));
  if (options.json || options.sarif) {
    for (const { message } of localization.problems) process.stderr.write(`${printable(message)}\n`);
  }
  return status;
}
