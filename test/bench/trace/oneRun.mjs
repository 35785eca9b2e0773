/** One watched run of a suite; prints the CPU seconds of this process's children (Linux) and the number of tests, as JSON. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTestRunners } from '../../../server/adapters/runners/testRunners.ts';
import { parserSource } from '../../parsers.ts';

const { repository, tests, interpreter, runner, mode, cacheFolder } = JSON.parse(process.argv[2]);
const tracersFolder = fileURLToPath(new URL('../../../server/adapters/tracers', import.meta.url));
const runners = createTestRunners({ tracersFolder, cacheFolder, environment: process.env, parsers: parserSource });
const resolution = await runners.resolve({
  repository,
  tests,
  runner: runner ?? 'auto',
  interpreter: interpreter ?? null,
});
if (resolution.kind !== 'recipe') throw new Error(resolution.message);
const { recipe } = resolution;
const limits = { seconds: 600, startSeconds: 600, testSeconds: 600, maxTests: 100_000, fuel: 200_000_000 };
const how = { instrument: null, leaveOut: [], values: null, keepPassingTraces: false, reversed: false };
const watch = { mode, tests: recipe.tests, ...how, limits };
const before = childrenSeconds();
const run = await runners.run(recipe, watch, new AbortController().signal);
if (run.ending.kind !== 'completed' || run.tests.length === 0) {
  throw new Error(`${JSON.stringify(run.ending)} ${run.outputTail}`);
}
console.log(JSON.stringify({ cpu: childrenSeconds() - before, nTests: run.tests.length }));

/** User and system time of all processes that were waited for, as proc(5) has it: hundredths of a second. */
function childrenSeconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
