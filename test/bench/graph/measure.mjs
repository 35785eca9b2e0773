// One measurement in a process of its own, so that memory and warm-up are its own: prints one JSON object.
// node measure.mjs <engine> <installed> <what> <arguments as JSON>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { measureEdits, measureSlices } from './queries.mjs';
import { syntheticFile } from './syntheticFiles.mjs';

const [enginePath, installed, what, json] = process.argv.slice(2);
const engine = createRequire(import.meta.url)(enginePath);
const given = JSON.parse(json);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const measurements = { index, open, queries, synthetic };
console.log(JSON.stringify(await measurements[what](given)));

/** Indexes the files of a list, `copies` times under folders of their own. */
async function index({ list, folder, copies = 1 }) {
  const { facts } = await indexed(list, folder, copies);
  return facts;
}

/** Opens a folder as the faces do: on several threads, or from the cache in a folder, where there is one. */
async function open({ folder, cache, threads }) {
  const [cpuBefore, wallBefore] = [cpu(), performance.now()];
  const parsers = await engine.createParserSet(engine.installedLanguages(installed));
  const files = engine.createRepositoryFiles(folder, engine.createHardenedGit(process.env));
  const { snapshot, fromCache } = await engine.openRepository(files, parsers, {
    cache: cache === null ? null : engine.createGraphCache(cache, 'benchmark'),
    threads: threads ? engine.installedThreads(installed) : null,
  });
  const [seconds, wall] = [cpu() - cpuBefore, (performance.now() - wallBefore) / 1000];
  return { seconds, wall, rss: peakMemory(), fromCache, files: snapshot.files.length };
}

async function queries({ list, folder, seed }) {
  const { host, snapshot } = await indexed(list, folder, 1);
  return { ...measureEdits(host, snapshot, seed, cpu), ...measureSlices(host.snapshot(), seed) };
}

/** One file is asked about before all of so many made-up ones are indexed, and again after. */
async function synthetic({ files }) {
  const [cpuBefore, wallBefore] = [cpu(), performance.now()];
  const parsers = await engine.createParserSet(engine.installedLanguages(installed));
  const host = engine.createAnalysisHost(parsers);
  const { file, text } = syntheticFile(0, files);
  host.applyChange([{ file, text }]);
  const first = answer(host.snapshot(), file);
  const firstAnswer = (performance.now() - wallBefore) / 1000;
  const all = [];
  for (let at = 0; at < files; at++) {
    const made = syntheticFile(at, files);
    all.push(engine.indexFile(parsers, made.file, made.text));
  }
  const snapshot = host.applyIndexed(all);
  const before = performance.now();
  const then = answer(snapshot, file);
  return {
    firstAnswer,
    firstSteps: first,
    seconds: cpu() - cpuBefore,
    wall: (performance.now() - wallBefore) / 1000,
    answerWhenDone: (performance.now() - before) / 1000,
    stepsWhenDone: then,
    lines: snapshot.stats().lines,
    rss: peakMemory(),
  };
}

function answer(snapshot, file) {
  const query = { file, line: 9, variable: null, direction: 'backward', interprocedural: true };
  return snapshot.slice({ ...query, maxDepth: 50, maxSteps: 1000, executed: null }).length;
}

async function indexed(list, folder, copies) {
  const [cpuBefore, wallBefore] = [cpu(), performance.now()];
  const parsers = await engine.createParserSet(engine.installedLanguages(installed));
  const host = engine.createAnalysisHost(parsers);
  const paths = readFileSync(list, 'utf8').trim().split('\n');
  const snapshot = await engine.compilingLate(async () => {
    const all = [];
    for (let copy = 0; copy < copies; copy++) {
      for (const path of paths) {
        const name = relative(folder, path);
        const one = engine.indexFile(parsers, copies === 1 ? name : `copy${copy}/${name}`, readFileSync(path, 'utf8'));
        if (one !== null) all.push(one);
      }
    }
    return host.applyIndexed(all);
  });
  const [seconds, wall] = [cpu() - cpuBefore, (performance.now() - wallBefore) / 1000];
  const rss = peakMemory();
  const { files, lines, nodes, edges, bytes } = engine.toGraphStats(snapshot, {
    seconds,
    fromCache: false,
    problems: [],
  });
  return { host, snapshot, facts: { seconds, wall, rss, files, lines, nodes, edges, bytes } };
}

/** Most memory the process has had, in MB, as Linux counts it. */
function peakMemory() {
  return Number(readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;
}
