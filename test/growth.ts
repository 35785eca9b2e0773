/** Whether work grows with its size and no faster: by comparing sizes, so that a loaded machine does not matter. */

/** More than four times the work, four times as long, may take of noise; the square would take 16 times. */
const most = 10;
/** What is over sooner is not measured. */
const noiseMs = 50;

/**
 * Runs `work` with a size and with four times that, again where the machine was busy: `null` if it grows evenly, else the
 * times in milliseconds.
 */
export function unevenGrowth(size: number, work: (size: number) => void): readonly [number, number] | null {
  let times: readonly [number, number] = [0, 0];
  for (let attempt = 0; attempt < 4; attempt++) {
    times = [millisecondsOf(() => work(size)), millisecondsOf(() => work(4 * size))];
    if (times[1] < most * times[0] + noiseMs) return null;
  }
  return times;
}

function millisecondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
