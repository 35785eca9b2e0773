/**
 * Processes that localize: each takes the instances of one part of the work, one at a time. Where one dies, another
 * takes the instance it had; where that dies of it too, that is told, and another goes on with the rest.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Cancellation } from '../../ports/cancellation.ts';
import { CliRefusal, exitStatus } from '../exitStatus.ts';
import { withoutAnswer } from './localizeInstances.ts';
import { type Answer, type LocalizeSettings, noCost, type Question } from './question.ts';

/** Instances of one repository, in the order they are best worked in. */
export interface Part {
  readonly gitFolder: string;
  readonly questions: readonly Question[];
}

export interface WorkOptions {
  /** The program that answers, by `workerCommand`; checked before each start, for a run is of one. */
  readonly program: { readonly path: string; readonly hash: () => string };
  readonly jobs: number;
  readonly settings: LocalizeSettings;
  readonly cancellation: Cancellation;
}

/** The first thing a process is told. */
export interface WorkerTask {
  readonly gitFolder: string;
  readonly settings: LocalizeSettings;
}

/** The arguments that make the command line such a process. */
export const workerCommand = ['swebench', 'localize-instances'];

/** Calls `onAnswer` once for each question, as answers come. Ends early when cancelled. */
export async function answerAll(
  parts: readonly Part[],
  { program, jobs, settings, cancellation }: WorkOptions,
  onAnswer: (question: Question, answer: Answer) => void,
): Promise<void> {
  const waiting = [...parts];
  const hash = program.hash();
  await Promise.all(Array.from({ length: jobs }, work));

  async function work(): Promise<void> {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await workOn(part);
  }

  async function workOn(part: Part): Promise<void> {
    let worker: Worker | null = null;
    for (const question of part.questions) {
      if (cancellation.aborted) break;
      worker ??= start(part);
      let answer: Answer | string = await worker.ask(question, cancellation);
      if (typeof answer === 'string' && !cancellation.aborted) {
        // The second time it has a process of its own, which holds nothing of those before.
        worker = start(part);
        answer = await worker.ask(question, cancellation);
      }
      if (cancellation.aborted) break;
      if (typeof answer === 'string') worker = null;
      onAnswer(question, typeof answer === 'string' ? unanswered(question, answer) : answer);
    }
    worker?.end();
  }

  function start({ gitFolder }: Part): Worker {
    if (program.hash() !== hash) throw new CliRefusal(changed, exitStatus.stopped);
    return startWorker(program.path, { gitFolder, settings });
  }
}

function unanswered({ repo }: Question, ending: string): Answer {
  const message = `The process that localized it ended with ${ending}, twice; run it again with fewer --jobs`;
  return { localization: withoutAnswer(repo, message), cost: noCost, tables: null };
}

const changed =
  'Culprit was built again while it ran: what it has now would be of two builds. Pass another folder to --out';

interface Worker {
  /** What the process answers, or how it ended. */
  ask(question: Question, cancellation: Cancellation): Promise<Answer | string>;
  end(): void;
}

function startWorker(program: string, task: WorkerTask): Worker {
  const child = fork(program, workerCommand, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(task);
  return {
    ask: (question, cancellation) => ask(child, question, cancellation),
    end: () => void child.kill(),
  };
}

function ask(child: ChildProcess, question: Question, cancellation: Cancellation): Promise<Answer | string> {
  return new Promise((resolve) => {
    const finish = (result: Answer | string) => {
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      cancellation.removeEventListener('abort', stop);
      resolve(result);
    };
    const onMessage = (answer: unknown) => finish(answer as Answer);
    const onExit = (status: number | null, signal: string | null) => finish(signal ?? `status ${status}`);
    const onError = (error: Error) => finish(error.message);
    const stop = () => void child.kill();
    cancellation.addEventListener('abort', stop);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    else child.send(question, (error) => void (error === null || finish(error.message)));
  });
}
