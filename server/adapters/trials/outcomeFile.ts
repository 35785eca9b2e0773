/**
 * Reads the outcomes a run of trials writes while it runs, a line each. A file rather than a pipe: it passes through every
 * sandbox that lets a run write at all, and what was written before a process was killed is there. Tests run in the processes
 * that write it and may write to any descriptor of theirs: what is no outcome is passed over, and no more is read than a run
 * could have to tell.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { TrialOutcome, TrialVerdict } from '../../ports/trials.ts';

/** A line of the file: an outcome, or why there are none. */
export type OutcomeLine = TrialOutcome | { readonly problem: string };

/** What outcomes can be of. */
interface Asked {
  readonly nTrials: number;
  readonly nTests: number;
}

const chunkBytes = 256 * 1024;
const mostBytes = 32 * 1024 * 1024;
const mostTextChars = 2000;
const verdictWords: ReadonlySet<unknown> = new Set<TrialVerdict>(['passed', 'failed', 'spun', 'unusable']);

/** What was added since it was asked last: whole lines only, of each trial the first. */
export function outcomesIn(path: string, asked: Asked): { next(): readonly OutcomeLine[]; close(): void } {
  const chunk = Buffer.alloc(chunkBytes);
  const told = new Set<number>();
  let descriptor: number | null = null;
  let unread = Buffer.alloc(0);
  let nBytes = 0;
  const isNew = (line: OutcomeLine) => 'problem' in line || (!told.has(line.trial) && told.add(line.trial));
  return {
    next() {
      if (mostBytes < nBytes || (descriptor === null && !existsSync(path))) return [];
      descriptor ??= openSync(path, 'r');
      const parts = [unread];
      for (let nRead = 1; nRead > 0 && nBytes <= mostBytes; nBytes += nRead) {
        nRead = readSync(descriptor, chunk);
        parts.push(Buffer.from(chunk.subarray(0, nRead)));
      }
      const bytes = Buffer.concat(parts);
      const end = bytes.lastIndexOf(0x0a) + 1;
      unread = bytes.subarray(end);
      const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
      const outcomes = lines.flatMap((line) => lineOf(line, asked)).filter(isNew);
      if (nBytes <= mostBytes) return outcomes;
      unread = Buffer.alloc(0);
      return [...outcomes, { problem: `more than ${mostBytes >> 20} MiB of outcomes were written` }];
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function lineOf(line: string, asked: Asked): readonly OutcomeLine[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const { problem, trial, verdicts, complaint } = value as Readonly<Record<string, unknown>>;
  if (typeof problem === 'string') return [{ problem: problem.slice(0, mostTextChars) }];
  if (!isTrial(trial, asked) || !areVerdicts(verdicts, asked)) return [];
  return [{ trial, verdicts, complaint: typeof complaint === 'string' ? complaint.slice(0, mostTextChars) : null }];
}

function isTrial(value: unknown, { nTrials }: Asked): value is number {
  return typeof value === 'number' && Number.isInteger(value) && 0 <= value && value < nTrials;
}

function areVerdicts(value: unknown, { nTests }: Asked): value is readonly TrialVerdict[] {
  if (!Array.isArray(value) || value.length === 0 || nTests < value.length) return false;
  return value.every((word) => verdictWords.has(word));
}
