/** `culprit localize`: runs the failing test and prints the ranking. Leaves out all of the ranking itself. */
import { localizeFailingTest } from '../../localize/localizeFailingTest.ts';
import type { RunnerName, TestRecipe } from '../../ports/testRunner.ts';
import type { Localization } from '../../protocol/localization.ts';
import { compose, indexed, version } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { numberOption, type OutputOptions, repositoryFolder } from '../options.ts';
import { printLocalization } from '../printLocalization.ts';
import { progressLine } from '../progress.ts';
import { sarifOf } from '../sarif.ts';
import { askTrust } from '../trust.ts';

export interface LocalizeOptions extends OutputOptions {
  readonly repo?: string;
  readonly top: string;
  readonly model: string;
  readonly runner: string;
  readonly python?: string;
  readonly trust: boolean;
  readonly timeout: string;
  readonly budgetSeconds?: string;
  readonly issue?: string;
}

const runners: readonly string[] = ['auto', 'pytest', 'unittest', 'django'];

export async function localize(tests: readonly string[], options: LocalizeOptions): Promise<ExitStatus> {
  const request = checked(tests, options);
  const ports = compose(request.repository);
  const resolution = await ports.testRunner.resolve(request);
  if (resolution.kind !== 'recipe')
    return printAnswer(notRunnable(request, resolution.message), options, exitStatus.notRun);
  const { recipe } = resolution;
  await askTrust(recipe, options.trust);

  const cancellation = new AbortController();
  const stopAfter =
    request.budgetSeconds === null ? null : setTimeout(() => cancellation.abort(), request.budgetSeconds * 1000);
  const onInterrupt = () => (cancellation.signal.aborted ? process.exit(exitStatus.stopped) : cancellation.abort());
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  const progress = progressLine(process.stderr, options.quiet);
  try {
    const { localization, ending } = await localizeFailingTest(
      { ...ports, snapshot: async () => (await indexed(ports.files)).snapshot },
      { recipe, top: request.top, timeoutSeconds: request.timeoutSeconds },
      ({ message }) => progress.show(message),
      cancellation.signal,
    );
    progress.clear();
    return printAnswer(
      localization,
      options,
      ending === 'cancelled' ? exitStatus.stopped : statusOf(localization),
      recipe,
    );
  } finally {
    if (stopAfter !== null) clearTimeout(stopAfter);
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  }
}

interface CheckedRequest {
  readonly repository: string;
  readonly tests: readonly string[];
  readonly runner: RunnerName | 'auto';
  readonly interpreter: string | null;
  readonly top: number;
  readonly timeoutSeconds: number;
  readonly budgetSeconds: number | null;
}

function checked(tests: readonly string[], options: LocalizeOptions): CheckedRequest {
  const refuse = (message: string): never => {
    throw new CliRefusal(message, exitStatus.usage);
  };
  if (options.json && options.sarif) refuse('Cannot print both --json and --sarif: choose one');
  if (options.issue !== undefined) refuse('Cannot rank from a bug report alone yet: name a failing test');
  if (options.model !== 'none') refuse(`Cannot use the model "${options.model}": only --model none is there yet`);
  if (!runners.includes(options.runner))
    refuse(`Cannot use the runner "${options.runner}": it is one of ${runners.join(', ')}`);
  if (tests.length === 0) refuse('Name a failing test, such as tests/test_a.py::test_b, or a test file');
  return {
    repository: repositoryFolder(options.repo),
    tests,
    runner: options.runner as RunnerName | 'auto',
    interpreter: options.python ?? null,
    top: Math.trunc(numberOption('--top', options.top, 1, 1000)),
    timeoutSeconds: numberOption('--timeout', options.timeout, 1, 86_400),
    budgetSeconds:
      options.budgetSeconds === undefined ? null : numberOption('--budget-seconds', options.budgetSeconds, 1, 86_400),
  };
}

function notRunnable({ repository, tests, runner }: CheckedRequest, message: string): Localization {
  return {
    schema: 'culprit.localization/1',
    repository,
    tests,
    mode: 'deterministic',
    model: null,
    verdict: 'environment',
    confidence: 0,
    files: [],
    functions: [],
    locations: [],
    run: { runner, failing: 0, passing: 0, seconds: 0, overhead: 0 },
    problems: [{ severity: 'error', message }],
  };
}

function statusOf({ verdict, locations }: Localization): ExitStatus {
  if (verdict === 'passed' || verdict === 'flaky' || verdict === 'environment') return exitStatus.notRun;
  return locations.length === 0 ? exitStatus.negative : exitStatus.done;
}

function printAnswer(
  localization: Localization,
  options: LocalizeOptions,
  status: ExitStatus,
  recipe?: TestRecipe,
): ExitStatus {
  if (options.json) process.stdout.write(`${JSON.stringify(localization, null, 2)}\n`);
  else if (options.sarif)
    process.stdout.write(`${JSON.stringify(sarifOf(localization, version(), status), null, 2)}\n`);
  else process.stdout.write(printLocalization(localization, recipe ?? null));
  if (options.json || options.sarif)
    for (const { message } of localization.problems) process.stderr.write(`${message}\n`);
  return status;
}
