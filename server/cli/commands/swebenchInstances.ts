/** The process that localizes instances for `culprit swebench localize`, which starts it and talks to it. */
import { createHardenedGit } from '../../adapters/git/hardenedGit.ts';
import { parserSet } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { createAnswering } from '../swebench/localizeInstances.ts';
import type { Question } from '../swebench/question.ts';
import type { WorkerTask } from '../swebench/workers.ts';

/** How long tests that run are given to end. */
const graceMs = 5_000;

/** Its first message is the task, each further one a question. It ends with the process that started it. */
export async function localizeInstances(): Promise<ExitStatus> {
  if (process.send === undefined) {
    throw new CliRefusal('This command is for "culprit swebench localize" to start', exitStatus.usage);
  }
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    if (isIdle) process.exit();
    setTimeout(() => process.exit(), graceMs);
  };
  let isIdle = true;
  process.on('disconnect', stop).on('SIGTERM', stop);
  // A terminal interrupts both: the other one says when to stop.
  process.on('SIGINT', () => {});
  const messages = messagesToThis();
  const { gitFolder, settings } = (await messages.next()).value as WorkerTask;
  const git = createHardenedGit(process.env);
  const clone = { gitFolder, objects: git.openObjects(gitFolder), history: git };
  const answer = createAnswering(clone, await parserSet(), settings);
  for await (const question of messages) {
    isIdle = false;
    const answered = await answer(question as Question, stopping.signal);
    if (stopping.signal.aborted) process.exit();
    process.send(answered);
    isIdle = true;
  }
  return exitStatus.done;
}

async function* messagesToThis(): AsyncGenerator<unknown, void> {
  const waiting: unknown[] = [];
  let wake = () => {};
  process.on('message', (message) => {
    waiting.push(message);
    wake();
  });
  for (;;) {
    while (waiting.length > 0) yield waiting.shift();
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
