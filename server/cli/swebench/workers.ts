/**
 * Processes that localize: each takes the instances of one part of the work, one at a time. Where one dies, another
 * takes the instance it had; where that dies of it too, or it takes far too long, that is told, and another goes on with
 * the rest. However the work ends, no process is left.
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
  /** A backstop: what one instance may take, many times what any should. */
  readonly mostSeconds: number;
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

/**
 * Calls `onAnswer` once for each question, as answers come. Ends early when cancelled, and throws where `onAnswer` does
 * or a process cannot be started: nobody works on then.
 */
export async function answerAll(
  parts: readonly Part[],
  { program, jobs, mostSeconds, settings, cancellation }: WorkOptions,
  onAnswer: (question: Question, answer: Answer) => void,
): Promise<void> {
  const waiting = [...parts];
  const hash = program.hash();
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  cancellation.addEventListener('abort', stop);
  if (cancellation.aborted) stop();
  const ended = await Promise.allSettled(Array.from({ length: jobs }, work));
  cancellation.removeEventListener('abort', stop);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;

  async function work(): Promise<void> {
    try {
      for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await workOn(part);
    } catch (error) {
      // What the others do would be for nothing.
      stop();
      throw error;
    }
  }

  async function workOn({ gitFolder, questions }: Part): Promise<void> {
    const worker = replaceable(() => {
      if (program.hash() !== hash) throw new CliRefusal(changed, exitStatus.stopped);
      return startWorker(program.path, { gitFolder, settings });
    });
    try {
      for (const question of questions) {
        const answer = await worker.ask(question, mostSeconds, stopping.signal);
        if (stopping.signal.aborted) return;
        onAnswer(question, typeof answer === 'string' ? unanswered(question, answer) : answer);
      }
    } finally {
      worker.end();
    }
  }
}

function unanswered({ repo }: Question, why: string): Answer {
  return { localization: withoutAnswer(repo, why), cost: noCost, tables: null };
}

const changed =
  'Culprit was built again while it ran: what it has now would be of two builds. Pass another folder to --out';

interface Worker {
  /** What the process answers, or how it was lost. */
  ask(question: Question, mostSeconds: number, cancellation: Cancellation): Promise<Answer | Loss>;
  end(): void;
}

type Loss = { readonly lost: 'late' } | { readonly lost: 'ended'; readonly how: string };

/** One process after the other; the answer is a sentence where none came. */
function replaceable(start: () => Worker) {
  let worker: Worker | null = null;
  const end = () => {
    worker?.end();
    worker = null;
  };
  const askOnce = async (question: Question, mostSeconds: number, cancellation: Cancellation) => {
    worker ??= start();
    const answer = await worker.ask(question, mostSeconds, cancellation);
    if ('lost' in answer) end();
    return answer;
  };
  return {
    end,
    async ask(question: Question, mostSeconds: number, cancellation: Cancellation): Promise<Answer | string> {
      let answer = await askOnce(question, mostSeconds, cancellation);
      // The second time it has a process of its own, which holds nothing of those before.
      const isWorthAnother = 'lost' in answer && answer.lost === 'ended' && !cancellation.aborted;
      if (isWorthAnother) answer = await askOnce(question, mostSeconds, cancellation);
      return 'lost' in answer ? sentenceOf(answer, mostSeconds) : answer;
    },
  };
}

function sentenceOf(loss: Loss, mostSeconds: number): string {
  if (loss.lost === 'late') return `It was not localized within ${mostSeconds} seconds, and was given up`;
  const advice = loss.how.startsWith('SIG') ? 'run it again with fewer --jobs' : 'standard error says why';
  return `The process that localized it ended with ${loss.how}, twice; ${advice}`;
}

/** How long a process has to end what it runs, before it is ended from outside. */
const graceMs = 10_000;

function startWorker(program: string, task: WorkerTask): Worker {
  // Standard output is for what the command prints: whatever a library says there belongs with the messages.
  const child = fork(program, workerCommand, { stdio: ['ignore', 2, 2, 'ipc'] });
  // One that cannot be told anything is found out by the next question.
  child.on('error', () => {}).send(task, () => {});
  return {
    ask: (question, mostSeconds, cancellation) => ask(child, question, mostSeconds, cancellation),
    end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      const atLast = setTimeout(() => child.kill('SIGKILL'), graceMs);
      child.once('exit', () => clearTimeout(atLast));
    },
  };
}

function ask(
  child: ChildProcess,
  question: Question,
  mostSeconds: number,
  cancellation: Cancellation,
): Promise<Answer | Loss> {
  return new Promise((resolve) => {
    const finish = (result: Answer | Loss) => {
      clearTimeout(backstop);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      cancellation.removeEventListener('abort', stop);
      resolve(result);
    };
    const onMessage = (answer: unknown) => finish(answer as Answer);
    const onExit = (status: number | null, signal: string | null) =>
      finish({ lost: 'ended', how: signal ?? `status ${status}` });
    const onError = (error: Error) => finish({ lost: 'ended', how: error.message });
    const stop = () => finish({ lost: 'ended', how: 'an interruption' });
    const backstop = setTimeout(() => finish({ lost: 'late' }), mostSeconds * 1000);
    cancellation.addEventListener('abort', stop);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    if (cancellation.aborted) stop();
    else if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    else child.send(question, (error) => void (error === null || onError(error)));
  });
}
