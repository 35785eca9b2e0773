/**
 * How many trials a second there are, of one core: in a new process each, in a fork each, and in warm processes. The trials
 * are other operators, numbers and names at each place of a source file, up to the first test that does not pass. Linux only.
 * `npm run bench:trials -- quixbugs <clone> [program…]` (Lin et al., SPLASH Companion 2017), or
 * `npm run bench:trials -- <repository> <test file or id> <source file> [n]`; `--python <interpreter>`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestRunners } from '../../server/adapters/runners/testRunners.ts';
import { createTrialRunner } from '../../server/adapters/trials/trialRunner.ts';
import { parserSource } from '../parsers.ts';

const words = process.argv.slice(2);
const pythonAt = words.indexOf('--python');
const interpreter = pythonAt === -1 ? null : words.splice(pythonAt, 2)[1];
const [first, ...rest] = words;
if (first === undefined || rest.length === 0) {
  console.error(
    'Usage: npm run bench:trials -- (quixbugs <clone> [program...] | <repository> <test> <source file> [n])',
  );
  process.exit(2);
}
const cacheFolder = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
process.on('exit', () => rmSync(cacheFolder, { recursive: true, force: true }));
const tracersFolder = fileURLToPath(new URL('../../server/adapters/tracers', import.meta.url));
const running = { tracersFolder, cacheFolder, environment: process.env };
const runners = createTestRunners({ ...running, parsers: parserSource });
const never = new AbortController().signal;
/** Of these, as many are run in the slower ways, which are slow. */
const nSlow = { process: 4, fork: 200 };

console.log('Trials a second of one core (trials a second by the clock)\n');
console.log('| code | tests | trials | new process | fork each | warm | passed | spun | unusable | differ |');
console.log('|---|---|---|---|---|---|---|---|---|---|');
const jobs = first === 'quixbugs' ? quixBugs(resolve(rest[0]), rest.slice(1)) : [project(resolve(first), rest)];
const sums = { seconds: 0, trials: 0 };
for (const job of jobs) console.log(await rowOf(job));
if (jobs.length > 1) console.log(`\nAll: ${(sums.trials / sums.seconds).toFixed(0)} warm trials a second of one core`);

function quixBugs(repository, only) {
  return readdirSync(join(repository, 'python_programs'))
    .filter((file) => existsSync(join(repository, 'python_testcases', `test_${file}`)))
    .filter((file) => only.length === 0 || only.includes(file.slice(0, -'.py'.length)))
    .map((file) => ({
      repository,
      test: `python_testcases/test_${file}`,
      file: `python_programs/${file}`,
      most: 2000,
    }));
}

function project(repository, [test, file, n = '1000']) {
  return { repository, test, file, most: Number(n) };
}

async function rowOf({ repository, test, file, most }) {
  const resolution = await runners.resolve({ repository, tests: [test], runner: 'auto', interpreter });
  if (resolution.kind !== 'recipe') throw new Error(resolution.message);
  const { recipe } = resolution;
  const tests = await idsOf(recipe);
  const all = mutants(readFileSync(join(repository, file), 'utf8'), file);
  const step = Math.max(1, all.length / most);
  // A short program is gone through several times.
  const trials = Array.from({ length: most }, (_, at) => all[Math.floor(at * step) % all.length]);
  const start = await measured(recipe, tests, trials.slice(0, 1), false, 0);
  const warm = await measured(recipe, tests, trials, false, start.cpu);
  const fork = await measured(recipe, tests, trials.slice(0, nSlow.fork), true, start.cpu);
  const differ = fork.verdicts.filter((verdict, at) => verdict !== warm.verdicts[at]).length;
  sums.seconds += warm.cpu;
  sums.trials += warm.verdicts.length;
  const count = (verdict) => warm.verdicts.filter((one) => one.split(' ').at(-1) === verdict).length;
  const counts = ['passed', 'spun', 'unusable'].map(count);
  const plain = inNewProcesses(recipe, file, trials.slice(0, nSlow.process));
  return `| ${[file, tests.length, trials.length, plain, fork.rate, warm.rate, ...counts, differ].join(' | ')} |`;
}

/** Failing tests first, as a localization has it. */
async function idsOf(recipe) {
  const limits = { seconds: 60, startSeconds: 60, testSeconds: 2, maxTests: 10_000, fuel: 1e9 };
  const how = { instrument: null, leaveOut: [], values: null, keepPassingTraces: false, reversed: false };
  const leaveOut = [];
  for (;;) {
    const watch = { mode: 'plain', tests: recipe.tests, ...how, leaveOut, limits };
    const run = await runners.run(recipe, watch, never);
    const stuck = run.tests.find(({ outcome }) => outcome === 'timedOut' || outcome === 'crashed');
    if (stuck === undefined) {
      const ids = (...outcomes) => run.tests.filter((one) => outcomes.includes(one.outcome)).map(({ id }) => id);
      return [...ids('failed', 'error'), ...leaveOut, ...ids('passed')];
    }
    leaveOut.push(stuck.id);
  }
}

/** Without the time it takes to import the project and to collect its tests: `startCpu`. */
async function measured(recipe, tests, trials, forkEach, startCpu) {
  const seconds = childrenSeconds();
  const outcomes = [];
  const limits = { seconds: 600, trialSeconds: 1, fuel: 100_000 };
  let firstAt = null;
  const { ending } = await createTrialRunner({ ...running, forkEach }).tryOut(
    recipe,
    { tests, trials, limits },
    (outcome) => {
      firstAt ??= performance.now();
      outcomes.push(outcome);
      return true;
    },
    never,
  );
  if (ending.kind !== 'finished') throw new Error(JSON.stringify(ending));
  const cpu = Math.max(childrenSeconds() - seconds - startCpu, 0.01);
  const wall = (performance.now() - firstAt) / 1000;
  const rate = `${(trials.length / cpu).toFixed(0)} (${(trials.length / wall).toFixed(0)})`;
  return { cpu, rate, verdicts: outcomes.map(({ verdicts }) => verdicts.join(' ')) };
}

/** The trials written into a copy of the repository, and the runner started as anybody would. */
function inNewProcesses(recipe, file, trials) {
  const copy = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
  try {
    cpSync(recipe.repository, copy, { recursive: true, filter: (path) => !path.endsWith('/.git') });
    const text = readFileSync(join(copy, file), 'utf8');
    const seconds = childrenSeconds();
    for (const { edits } of trials) {
      const [{ start, end, text: written }] = edits;
      writeFileSync(join(copy, file), text.slice(0, start) + written + text.slice(end));
      const [program, ...argv] = recipe.display;
      spawnSync(program, [...argv, '-x', '-q'], { cwd: copy, timeout: 5000 });
    }
    return (trials.length / (childrenSeconds() - seconds)).toFixed(1);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Each operator, number and name inside of functions written otherwise; not in strings and comments. */
function mutants(text, file) {
  const blank = (found) => found.replaceAll(/[^\n]/g, ' ');
  const code = bodies(text.replaceAll(/("""|''')[\s\S]*?\1|#.*|"[^"\n]*"|'[^'\n]*'/g, blank), blank);
  const others = {
    ...{ '<': ['<=', '>'], '>': ['>=', '<'], '<=': ['<', '>='], '>=': ['>', '<='], '==': ['!='], '!=': ['=='] },
    ...{ '+': ['-', '*'], '-': ['+', '*'], '*': ['+', '-'], '//': ['/', '*'], '%': ['//'] },
    ...{ and: ['or'], or: ['and'], True: ['False'], False: ['True'], not: [''], in: ['not in'] },
  };
  const names = [
    ...new Set(
      code.match(
        /\b(?!(?:def|class|return|import|from|while|for|if|else|elif|in|not|and|or|is|yield|try|except|raise|with|as|lambda|pass|break|continue)\b)[a-z_]\w*\b/g,
      ),
    ),
  ].filter((name) => name.length < 9);
  const found = [];
  for (const { 0: token, index } of code.matchAll(/<=|>=|==|!=|\/\/|[<>+\-*%]|\b\w+\b/g)) {
    const number = /^\d+$/.test(token) ? [String(Number(token) + 1), String(Number(token) - 1)] : [];
    const name = names.includes(token) ? [1, 2, 3].map((by) => names[(names.indexOf(token) + by) % names.length]) : [];
    for (const written of others[token] ?? [...number, ...name]) {
      if (written !== token) found.push({ edits: [{ file, start: index, end: index + token.length, text: written }] });
    }
  }
  return found;
}

/** The lines of functions without their heads, by indentation; all others blank. */
function bodies(code, blank) {
  let head = null;
  let around = null;
  const lines = code.split('\n').map((line) => {
    const indent = line.search(/\S/);
    if (head === null && indent !== -1 && around !== null && indent <= around) around = null;
    const starts = /^ *(async )?def /.test(line);
    if (starts) head = around ?? indent;
    if (head === null) return around === null ? blank(line) : line;
    if (line.trimEnd().endsWith(':')) [around, head] = [head, null];
    return blank(line);
  });
  return lines.join('\n');
}

/** User and system time of all processes that were waited for, as proc(5) has it: hundredths of a second. */
function childrenSeconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
