/** Tells from the counter that the watcher keeps in a file whether one test has been running for too long. */
import { readFileSync } from 'node:fs';

/** A question to be asked now and then: has the same test been running for `seconds`? */
export function watchPulse(file: string, seconds: number): () => boolean {
  let last = 0n;
  let since = performance.now();
  return () => {
    const now = readCounter(file);
    if (now !== last) {
      last = now;
      since = performance.now();
    }
    const isRunning = now % 2n === 1n;
    return isRunning && performance.now() - since >= seconds * 1000;
  };
}

function readCounter(file: string): bigint {
  try {
    return readFileSync(file).readBigUInt64LE();
  } catch {
    return 0n; // not there yet
  }
}
