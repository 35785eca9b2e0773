/**
 * What watching costs: a real suite of each ecosystem is run plain, with statement and branch probes, and traced, and the
 * CPU time of all processes is told, the least of several runs. Linux only. Suites are fetched from their registries and kept in
 * `~/.cache/culprit-bench`. `npm run bench:trace [-- ecosystem… --runs n]`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { yamlCpp } from './trace/cpp.mjs';
import { goldmark } from './trace/go.mjs';
import { commonsCsv } from './trace/java.mjs';
import { findMyWayNode, papaparseMocha } from './trace/nodeRunners.mjs';
import { click } from './trace/python.mjs';
import { unicodeWidth } from './trace/rust.mjs';
import { zodJest, zodVitest } from './trace/zod.mjs';

/**
 * A suite. `provide(folder)` fetches it into its folder of the cache and gives `repository`, `tests`, perhaps `interpreter`,
 * or the `reason` why it cannot be had.
 */
const suites = [click, goldmark, zodVitest, zodJest, yamlCpp, unicodeWidth, commonsCsv, papaparseMocha, findMyWayNode];

const oneRun = fileURLToPath(new URL('./trace/oneRun.mjs', import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'culprit-bench');
const words = process.argv.slice(2);
const runsAt = words.indexOf('--runs');
const nRuns = runsAt === -1 ? 3 : Number(words.splice(runsAt, 2)[1]);
const asked = suites.filter(({ ecosystem }) => words.length === 0 || words.includes(ecosystem));

console.log('| ecosystem | suite | tests | plain | spectra | | trace | |\n|---|---|---|---|---|---|---|---|');
for (const suite of asked) console.log(await rowOf(suite));

async function rowOf({ ecosystem, name, provide }) {
  const folder = join(cache, ecosystem);
  mkdirSync(folder, { recursive: true });
  const given = await provide(folder);
  if ('reason' in given) return `| ${ecosystem} | ${name} | not run: ${given.reason} |`;
  const modes = ['plain', 'spectra', 'trace'];
  for (const mode of modes) measure(given, mode, folder); // compiled and cached from here on
  const least = {};
  for (let run = 0; run < nRuns; run += 1) {
    // In turns, so that what else the machine does meets all of them.
    for (const mode of modes) {
      const { cpu } = measure(given, mode, folder);
      least[mode] = Math.min(least[mode] ?? Number.POSITIVE_INFINITY, cpu);
    }
  }
  const { nTests } = measure(given, 'plain', folder);
  const of = (mode) => `${least[mode].toFixed(2)} s | ×${(least[mode] / least.plain).toFixed(2)}`;
  return `| ${ecosystem} | ${name} | ${nTests} | ${least.plain.toFixed(2)} s | ${of('spectra')} | ${of('trace')} |`;
}

/** One run in a process of its own, which can tell what all the processes it waited for took. */
function measure(given, mode, folder) {
  const request = JSON.stringify({ ...given, mode, cacheFolder: join(folder, 'watched') });
  const { stdout, stderr, status } = spawnSync(process.execPath, [oneRun, request], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
