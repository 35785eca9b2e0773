/**
 * Tells from the counters that watchers keep in files (`pulse.bin`, `pulse-7.bin`) whether one test has been running for
 * too long.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Beat {
  last: bigint;
  since: number;
}

/** A question to be asked now and then: has the same test of some process been running for `seconds`? */
export function watchPulse(folder: string, seconds: number): () => boolean {
  const beats = new Map<string, Beat>();
  return () => {
    const now = performance.now();
    return pulseFiles(folder).some((name) => {
      const counter = readCounter(join(folder, name));
      const beat = beats.get(name);
      if (beat === undefined || counter !== beat.last) {
        beats.set(name, { last: counter, since: now });
        return false;
      }
      const isRunning = counter % 2n === 1n;
      return isRunning && seconds * 1000 <= now - beat.since;
    });
  };
}

function pulseFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^pulse.*\.bin$/.test(name));
  } catch {
    return []; // gone already
  }
}

function readCounter(file: string): bigint {
  try {
    return readFileSync(file).readBigUInt64LE();
  } catch {
    return 0n; // not whole yet
  }
}
