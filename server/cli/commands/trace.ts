/** `culprit trace`: runs a test under the tracer and prints how it ran. Leaves out judging whether it is really red. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type TraceOutcome, traceTest } from '../../localize/traceTest.ts';
import { type RunnerName, runnerNames } from '../../ports/testRunner.ts';
import { printable } from '../../protocol/printable.ts';
import type { TraceDocument } from '../../protocol/trace.ts';
import { compose, indexed } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { listenForInterruption } from '../interruption.ts';
import { numberOption, repositoryFolder, sandboxOption } from '../options.ts';
import { printTrace } from '../printTrace.ts';
import { progressLine } from '../progress.ts';
import { askTrust } from '../trust.ts';

export interface TraceOptions {
  readonly repo?: string;
  readonly json: boolean;
  readonly save?: string;
  readonly runner: string;
  readonly python?: string;
  readonly trust: boolean;
  readonly timeout: string;
  readonly quiet: boolean;
  readonly sandbox: string;
}

export async function trace(test: string, options: TraceOptions): Promise<ExitStatus> {
  const repository = repositoryFolder(options.repo);
  const timeoutSeconds = numberOption('--timeout', options.timeout, 1, 86_400);
  if (options.runner !== 'auto' && !(runnerNames as readonly string[]).includes(options.runner)) {
    throw new CliRefusal(
      `Cannot use the runner "${options.runner}": it is one of auto, ${runnerNames.join(', ')}`,
      exitStatus.usage,
    );
  }
  const runner = options.runner as RunnerName | 'auto';
  const how = [runner, options.python ?? '', options.sandbox];
  const trust = await askTrust({ repository, tests: [test], how }, options.trust);
  if (trust.kind === 'refused') return notRun(trust.message);

  const ports = await compose(repository, sandboxOption(options.sandbox));
  const interruption = listenForInterruption(null);
  const progress = progressLine(process.stderr, options.quiet);
  try {
    const interpreter = options.python ?? null;
    const resolution = await ports.testRunner.resolve({ repository, tests: [test], runner, interpreter });
    if (resolution.kind !== 'recipe') return notRun(resolution.message);
    const outcome = await traceTest(
      { testRunner: ports.testRunner, snapshot: async () => (await indexed(ports.files)).snapshot },
      { recipe: resolution.recipe, timeoutSeconds, notes: ports.note === null ? [] : [ports.note] },
      (message) => progress.show(message),
      interruption.signal,
    );
    progress.clear();
    return tell(outcome, options);
  } finally {
    interruption.dispose();
  }
}

function tell(outcome: TraceOutcome, options: TraceOptions): ExitStatus {
  switch (outcome.kind) {
    case 'cancelled':
      process.stderr.write('Stopped before the test had run\n');
      return exitStatus.stopped;
    case 'notRun':
      return notRun(outcome.message);
    case 'traced': {
      const { document } = outcome;
      if (options.save !== undefined) save(options.save, document);
      process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : printTrace(document));
      return exitStatus.done;
    }
  }
}

function save(file: string, document: TraceDocument): void {
  try {
    writeFileSync(resolve(file), `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliRefusal(`Cannot save the trace to "${file}": ${why}`, exitStatus.usage);
  }
}

function notRun(message: string): ExitStatus {
  process.stderr.write(`${printable(message)}\n`);
  return exitStatus.notRun;
}
