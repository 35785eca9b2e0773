/**
 * Reads the outcomes a run of trials writes while it runs, a line each. A file rather than a pipe: it passes through every
 * sandbox that lets a run write at all, and what was written before a process was killed is there.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { TrialOutcome } from '../../ports/trials.ts';

/** A line of the file: an outcome, or why there are none. */
export type OutcomeLine = TrialOutcome | { readonly problem: string };

const chunkBytes = 256 * 1024;

/** What was added since it was asked last, whole lines only. */
export function outcomesIn(path: string): { next(): readonly OutcomeLine[]; close(): void } {
  const chunk = Buffer.alloc(chunkBytes);
  let descriptor: number | null = null;
  let unread = Buffer.alloc(0);
  return {
    next() {
      if (descriptor === null && !existsSync(path)) return [];
      descriptor ??= openSync(path, 'r');
      const parts = [unread];
      for (let nRead = readSync(descriptor, chunk); nRead > 0; nRead = readSync(descriptor, chunk)) {
        parts.push(Buffer.from(chunk.subarray(0, nRead)));
      }
      const bytes = Buffer.concat(parts);
      const end = bytes.lastIndexOf(0x0a) + 1;
      unread = bytes.subarray(end);
      const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as OutcomeLine);
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
