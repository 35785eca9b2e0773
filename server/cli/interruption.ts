/** How a person, or the end of a budget, stops a job: first it is asked to, then the process ends. */
import { exitStatus } from './exitStatus.ts';

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  readonly happened: Promise<'interrupted'>;
  dispose(): void;
}

/** The first interruption, or the end of the budget, asks the job to stop; the second interruption ends the process. */
export function listenForInterruption(budgetSeconds: number | null): Interruption {
  const controller = new AbortController();
  const onInterrupt = () => (controller.signal.aborted ? process.exit(exitStatus.stopped) : controller.abort());
  for (const signal of interruptions) process.on(signal, onInterrupt);
  const budget = budgetSeconds === null ? undefined : setTimeout(() => controller.abort(), budgetSeconds * 1000);
  const happened = new Promise<'interrupted'>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve('interrupted'));
  });
  const dispose = () => {
    clearTimeout(budget);
    for (const signal of interruptions) process.off(signal, onInterrupt);
  };
  return { signal: controller.signal, happened, dispose };
}
