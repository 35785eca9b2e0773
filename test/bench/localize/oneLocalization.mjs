/** One run of `culprit localize` as anybody would run it, and where in its answer the faulty places stand. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standingOf } from './expectedRanks.ts';
import { isCode } from './faultyLines.ts';

const cli = fileURLToPath(new URL('../../../dist/cli.cjs', import.meta.url));
const most = 1000;

/**
 * `bug` is `{ id, repository, tests, gold, seconds?, python?, runner?, environment? }`; `gold` maps files to their faulty
 * lines, `seconds` limits one run of the tests. Gives the standings of statements, functions and files, or a `reason`.
 */
export function localizeBug(bug, without) {
  const startedAt = performance.now();
  const { answer, said } = run(bug, without);
  const seconds = (performance.now() - startedAt) / 1000;
  if (answer === null) return { reason: said };
  const { verdict, locations, functions, files, problems } = answer;
  if (locations.length === 0) return { reason: `${verdict}: ${problems.map(({ message }) => message).join(' ')}` };
  const goldFunctions = functionsOf(bug);
  const isFaultyLine = ({ file, line, endLine }) =>
    bug.gold.get(file)?.some((at) => line <= at && at <= endLine) === true;
  return {
    seconds,
    overhead: answer.run.overhead,
    listed: locations.length,
    places: codeLines(bug),
    line: standingOf(locations, ({ suspiciousness }) => suspiciousness, isFaultyLine),
    // What is to blame at module level has no function to be found.
    function: goldFunctions.size === 0 ? undefined : byRank(functions, ({ element }) => goldFunctions.has(element)),
    file: byRank(files, ({ file }) => bug.gold.has(file)),
    goldFunctions: [...goldFunctions],
    top: locations.slice(0, 20),
    topFunctions: functions.slice(0, 10),
    faulty: locations.filter(isFaultyLine),
  };
}

function run({ repository, tests, python, runner, seconds = 60, environment = {} }, without) {
  const options = ['--repo', repository, '--trust', '--json', '--quiet', '--top', most, '--timeout', seconds];
  if (python !== undefined) options.push('--python', python);
  if (runner !== undefined) options.push('--runner', runner);
  if (without.length > 0) options.push('--without', without.join(','));
  const { stdout, stderr } = culprit(['localize', ...tests, ...options], environment);
  try {
    return { answer: JSON.parse(stdout), said: '' };
  } catch {
    return { answer: null, said: stderr.trim().split('\n')[0] };
  }
}

function culprit(argv, environment) {
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, [cli, ...argv.map(String)], { encoding: 'utf8', maxBuffer: 1e9, env });
}

/** Ranks of functions and files are without ties: what scores alike stands in the order of its statements. */
function byRank(ranking, isFaulty) {
  return standingOf(ranking, ({ rank }) => -rank, isFaulty);
}

/** The functions that hold the faulty lines, by the names the answers give them. */
function functionsOf({ repository, gold }) {
  const found = new Set();
  for (const [file, lines] of gold) {
    for (const line of lines) {
      const argv = ['graph', 'enclosing', '--repo', repository, '--file', file, '--line', line, '--json'];
      const { scopes } = JSON.parse(culprit(argv, {}).stdout);
      const innermost = scopes.findLast(({ kind }) => kind === 'function');
      if (innermost !== undefined) found.add(innermost.element);
    }
  }
  return found;
}

/** How many lines of code the faulty files have: what EXAM is a share of. */
function codeLines({ repository, gold }) {
  const texts = [...gold.keys()].map((file) => readFileSync(join(repository, file), 'utf8'));
  return texts.reduce((sum, text) => sum + text.split('\n').filter(isCode).length, 0);
}
