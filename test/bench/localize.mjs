/**
 * How often the fault is found: localizes the bugs of a set from their failing tests and prints where the faulty lines,
 * functions and files stand, ties by expectation. `npm run bench:localize -- <set> …`; without a set, the sets are named.
 * Each bug is one run of the command line as anybody would run it. A bug that cannot be run is a line that says so.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evidenceSources } from '../../server/localize/evidence/finding.ts';
import { bugsInPy } from './localize/bugsInPy.mjs';
import { humanEvalFix } from './localize/humanEvalFix.mjs';
import { localizeBug } from './localize/oneLocalization.mjs';
import { quixbugsJava } from './localize/quixbugsJava.mjs';
import { quixbugsPython } from './localize/quixbugsPython.mjs';
import { ablationHead, ablationRow, ranksLine, summary } from './localize/tables.mjs';

/**
 * A set. `bugs(operands, options)` gives `{ id, prepare }` in order; `prepare()` gives what `localizeBug` takes, perhaps with
 * `dispose`, or the `reason` why the bug cannot be run.
 */
const sets = [quixbugsPython, quixbugsJava, bugsInPy, humanEvalFix];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    without: { type: 'string', default: '' },
    ablate: { type: 'boolean', default: false },
    sample: { type: 'string' },
    save: { type: 'string' },
  },
});
const [name, ...operands] = positionals;
const set = sets.find((one) => one.name === name);
if (set === undefined || operands.length === 0) {
  console.error('Usage: npm run bench:localize -- <set> [options]\n');
  for (const one of sets) console.error(`  ${one.name} ${one.operands}`);
  console.error('\n  --python <interpreter>  the Python of the tests; {project} in it is the project of BugsInPy');
  console.error('  --without <sources>     leave sources of evidence out');
  console.error('  --ablate                all of it, then again without each source');
  console.error('  --sample <n>            so many bugs, evenly spread over the set');
  console.error('  --save <file>           append what was found, a line of JSON for each bug');
  process.exit(2);
}

const bugs = sampled(set.bugs(operands, options), Number(options.sample ?? Number.POSITIVE_INFINITY));
const leftOut = options.without.split(',').filter((source) => source !== '');
const results = localizeAll(leftOut);
console.log(`\n${summary(results)}`);
if (options.ablate) {
  const rows = [];
  for (const source of evidenceSources.filter((one) => !leftOut.includes(one))) {
    console.log(`\nwithout ${source}`);
    rows.push(ablationRow(source, results, localizeAll([...leftOut, source])));
  }
  console.log(`\n${ablationHead}\n${rows.join('\n')}`);
}

/** The results of the bugs that could be ranked; the others are told and left out. */
function localizeAll(without) {
  return bugs.flatMap((bug) => {
    const result = attempt(bug, without);
    if (result.reason !== undefined) {
      console.log(`${bug.id.padEnd(28)} not ranked: ${result.reason}`);
      return [];
    }
    console.log(ranksLine(bug.id, result));
    if (options.save !== undefined)
      appendFileSync(options.save, `${JSON.stringify({ id: bug.id, without, ...result })}\n`);
    return [{ id: bug.id, ...result }];
  });
}

/** What goes wrong with one bug, a malformed patch or a missing commit, is a reason like others. */
function attempt({ prepare }, without) {
  let dispose;
  try {
    const bug = prepare();
    dispose = bug.dispose;
    return bug.reason === undefined ? localizeBug(bug, without) : bug;
  } catch (error) {
    return {
      reason: String(error.stderr ?? error.message)
        .trim()
        .split('\n')[0],
    };
  } finally {
    dispose?.();
  }
}

function sampled(all, n) {
  if (all.length <= n) return all;
  return Array.from({ length: n }, (_, index) => all[Math.floor((index * all.length) / n)]);
}
