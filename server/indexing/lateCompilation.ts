/**
 * V8 optimises code that runs often, on threads of its own. Indexing is over in seconds, in which that costs more than
 * it gives (a tenth of all CPU time on Django), so code has to run longer for it meanwhile. Threads share the setting.
 */
import { setFlagsFromString } from 'node:v8';

/** As `node --v8-options` gives them. */
const usual = ['--invocation-count-for-maglev=400', '--invocation-count-for-turbofan=3000'];
const late = ['--invocation-count-for-maglev=1200', '--invocation-count-for-turbofan=40000'];

/** Where V8 knows these settings, and has them at that. */
const isKnown = /^1[234]\./.test(process.versions.v8);

let nActions = 0;

/** Does something, and until it is done has code optimised late. */
export async function compilingLate<Result>(action: () => Promise<Result>): Promise<Result> {
  if (!isKnown) return action();
  if (nActions++ === 0) for (const flag of late) setFlagsFromString(flag);
  try {
    return await action();
  } finally {
    if (--nActions === 0) for (const flag of usual) setFlagsFromString(flag);
  }
}
