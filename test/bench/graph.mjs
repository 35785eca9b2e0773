// How fast the repository graph is, against native tree-sitter that only parses, in the same run: prints a table.
//   npm run bench:graph                                  all rows
//   npm run bench:graph -- --only index,edit             some: index, queries, scale, synthetic, languages
//   npm run bench:graph -- --sample calls 200 <folder>   edges to check by hand (`calls` or `defUse`)
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, corpora, sourcesOf } from './graph/corpora.mjs';
import { bundleEngine, installed } from './graph/engine.mjs';
import { parseNatively } from './graph/nativeParser.mjs';
import { printSample } from './graph/sampleEdges.mjs';

const seed = 20261120;
const rounds = 3;
const measure = fileURLToPath(new URL('./graph/measure.mjs', import.meta.url));

const argv = process.argv.slice(2);
mkdirSync(cacheFolder, { recursive: true });
const engine = await bundleEngine();
if (argv[0] === '--sample') {
  const [, kind, count, folder] = argv;
  if (!['calls', 'defUse'].includes(kind) || !(Number(count) > 0) || !existsSync(folder ?? '')) {
    console.error('Usage: npm run bench:graph -- --sample calls|defUse <count> <folder>');
    process.exit(2);
  }
  await printSample(engine, kind, Number(count), folder, seed);
  process.exit(0);
}
const only = argv[0] === '--only' ? new Set(argv[1]?.split(',')) : null;
const wanted = (group) => only === null || only.has(group);

const rows = [];
const [django, sympy, ...others] = corpora;
const notThere = 'not there';

if (wanted('index')) {
  for (const corpus of [django, sympy]) {
    const { list, folder, native, ours } = comparedWithNative(corpus);
    const what = `cold index, CPU, one thread, against native C parse-only: ${corpus.name}`;
    rows.push([
      what,
      '≤ 2.5×',
      '≤ 2.0×',
      `${ratio(ours.seconds, native.seconds)} (${seconds(ours.seconds)} / ${seconds(native.seconds)})`,
    ]);
    console.error(`${corpus.name}: ${JSON.stringify({ native, ours, list, folder })}`);
    if (corpus !== django) continue;
    openedRows(folder, native);
    rows.push(['peak RSS, Django', '200 MB', '110 MB', `${ours.rss.toFixed(0)} MB`]);
    rows.push([
      'columns of facts and graph, per line of code, Django',
      '30 B',
      '14 B',
      `${(ours.bytes / ours.lines).toFixed(0)} B`,
    ]);
  }
}
if (wanted('queries')) {
  const { list, folder } = listOf(django);
  const answers = child('queries', { list, folder, seed });
  console.error(JSON.stringify(answers));
  const { editedLines, edit, inside, across } = answers;
  rows.push([
    `one edit in a file of ${editedLines} lines until every query is right again, CPU, median`,
    '≤ 15 ms',
    '≤ 5 ms',
    `${milliseconds(edit.searched)} (graph ${milliseconds(edit.applied)}, and slices ${milliseconds(edit.sliced)}, and callers and tests ${milliseconds(edit.reached)}, and search by words)`,
  ]);
  rows.push([
    'slice inside a function, p99',
    '50 µs',
    '10 µs',
    `${microseconds(inside.p99)} (median ${microseconds(inside.p50)})`,
  ]);
  rows.push([
    'slice across the repository, p99',
    '2 ms',
    '0.5 ms',
    `${milliseconds(across.p99)} (median ${microseconds(across.p50)})`,
  ]);
}
if (wanted('synthetic')) {
  const what = '100,000 made-up files: first answer about an open file';
  try {
    const made = child('synthetic', { files: 100_000 });
    console.error(JSON.stringify(made));
    const whole = `all ${(made.lines / 1e6).toFixed(1)} M lines after ${seconds(made.wall)} (CPU ${seconds(made.seconds)})`;
    rows.push([what, '< 2 s', '', `${seconds(made.firstAnswer)}; ${whole}, peak RSS ${made.rss.toFixed(0)} MB`]);
  } catch {
    rows.push([what, '< 2 s', '', 'failed']);
  }
}
const scales = wanted('scale') ? scaled() : [];
const languages = wanted('languages') ? others.map(languageRow) : [];

print();

/** As the faces open a repository: documents too, on several threads; then again from the cache. */
function openedRows(folder, native) {
  const opened = least(
    Array.from({ length: rounds }, () => child('open', { folder, cache: null, threads: true })),
    ({ wall }) => wall,
  );
  const cache = join(cacheFolder, 'graphs');
  rmSync(cache, { recursive: true, force: true });
  child('open', { folder, cache, threads: true });
  const warm = least(
    Array.from({ length: rounds }, () => child('open', { folder, cache, threads: true })),
    ({ seconds: cpu }) => cpu,
  );
  console.error(JSON.stringify({ opened, warm }));
  rows.push([
    'cold index, wall, 2 cores, against native one-thread',
    '≤ 1.6×',
    '≤ 1.15×',
    `${ratio(opened.wall, native.wall)} (${seconds(opened.wall)} / ${seconds(native.wall)})`,
  ]);
  const cost = `${milliseconds(warm.seconds)} CPU, ${milliseconds(warm.wall)} wall`;
  rows.push(['warm start, nothing changed, Django', '≤ 100 ms CPU', '≤ 30 ms', warm.fromCache ? cost : notThere]);
}

/** Native and ours by turns, the least of each. */
function comparedWithNative(corpus, times = rounds) {
  const { list, folder } = listOf(corpus);
  const natives = [];
  const own = [];
  for (let round = 0; round < times; round++) {
    natives.push(parseNatively(corpus.language, list, 1));
    own.push(child('index', { list, folder }));
  }
  const bySeconds = (result) => result.seconds;
  return { list, folder, native: least(natives, bySeconds), ours: least(own, bySeconds) };
}

function least(results, costOf) {
  return results.reduce((best, one) => (costOf(one) < costOf(best) ? one : best));
}

function listOf(corpus) {
  const { folder, files } = sourcesOf(corpus);
  const list = join(cacheFolder, `${corpus.name.replace(/\W+/g, '-')}.txt`);
  writeFileSync(list, `${files.join('\n')}\n`);
  return { list, folder };
}

/** Copies of Django without its tests, under folders of their own. */
function scaled() {
  const { list, folder } = listOf(django);
  const core = join(cacheFolder, 'django-core.txt');
  const files = readFileSync(list, 'utf8').trim().split('\n');
  writeFileSync(core, `${files.filter((file) => /\/Django-[^/]+\/django\//.test(file)).join('\n')}\n`);
  return [1, 2, 4, 8].map((copies) => ({ copies, ...child('index', { list: core, folder, copies }) }));
}

function languageRow(corpus) {
  const { native, ours } = comparedWithNative(corpus, 2);
  const { files, lines, edges } = ours;
  if (files === 0) return [corpus.name, corpus.language, '', '', '', notThere];
  const cost = `${ratio(ours.seconds, native.seconds)} (${seconds(ours.seconds)} / ${seconds(native.seconds)})`;
  return [corpus.name, corpus.language, files, lines, `${edges.calls} / ${edges.defUse}`, cost];
}

function child(what, given) {
  const out = execFileSync(process.execPath, [measure, engine, installed, what, JSON.stringify(given)], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

function print() {
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
  console.log(`\`npm run bench:graph\` (${new Date().toISOString().slice(0, 10)}, ${machine})`);
  if (rows.length > 0) table(['', 'must', 'reach for', 'measured'], rows);
  if (scales.length > 0) {
    table(
      ['Django without tests', 'files', 'lines', 'CPU s', 'µs per line', 'peak RSS MB'],
      scales.map(({ copies, files, lines, seconds: cpu, rss }) => [
        `${copies}×`,
        files,
        lines,
        cpu.toFixed(2),
        ((cpu / lines) * 1e6).toFixed(1),
        rss.toFixed(0),
      ]),
    );
  }
  if (languages.length > 0) {
    table(
      ['corpus', 'language', 'files', 'lines', 'calls / def-use edges', 'cold index CPU / native parse'],
      languages,
    );
  }
}

function table(head, body) {
  console.log(`\n| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|`);
  for (const row of body) console.log(`| ${row.join(' | ')} |`);
}

function ratio(ours, native) {
  return `${(ours / native).toFixed(2)}×`;
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

function milliseconds(value) {
  return `${(value * 1e3).toFixed(1)} ms`;
}

function microseconds(value) {
  return `${(value * 1e6).toFixed(0)} µs`;
}
