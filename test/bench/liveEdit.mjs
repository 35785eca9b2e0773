/**
 * What an edit costs until questions are answered right again: a line is typed into one file of a repository, letter by
 * letter, and after every letter a slice, callers and a search are asked for. Prints CPU time and memory.
 * `node test/bench/liveEdit.mjs <repository> <file> [edits]`
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalysisHost, indexFile } from '../../server/analysis/analysisHost.ts';
import { createParserSet } from '../../server/syntax/parserSet.ts';

const require = createRequire(import.meta.url);
const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** CPU milliseconds of this process so far, all its threads. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function* filesBelow(root, folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}

/** Types `line` into the body of the function that holds `marker`, asks, and takes it out again; `edits` letters in all. */
export async function measureEdits({ root, file, edits = 1000, line = 'measured = len(str(self))' }) {
  const parsers = await createParserSet({
    core: readFileSync(join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm')),
    grammar: (name) => readFileSync(require.resolve(name)),
    data: (id, name) => readFileSync(join(checkout, 'syntaxes', id, name), 'utf8'),
  });
  const host = createAnalysisHost(parsers);
  const indexed = [];
  for (const path of filesBelow(root)) {
    if (parsers.languageOf(path) === null) continue;
    const one = indexFile(parsers, path, readFileSync(join(root, path), 'utf8'));
    if (one !== null) indexed.push(one);
  }
  let snapshot = host.applyIndexed(indexed);
  const text = snapshot.textOf(file);
  const method = snapshot
    .elementsOf(file)
    .find((element) => element.kind === 'function' && element.endLine - element.line > 20);
  const last = snapshot.statementsOf(file).findLast((span) => span.element === method.id && span.kind === 'simple');
  const lines = text.split('\n');
  const indent = lines[last.line - 1].match(/^\s*/)[0];
  const offset = lines.slice(0, last.line - 1).join('\n').length + 1;
  const costs = { change: [], ask: [] };
  const heap = [];
  for (let edit = 0; edit < edits; edit++) {
    const typed = line.slice(0, 1 + (edit % line.length));
    const next = `${text.slice(0, offset)}${indent}${typed}\n${text.slice(offset)}`;
    const start = cpuTime();
    snapshot = host.applyChange([{ file, text: next }]);
    const changed = cpuTime();
    ask(snapshot, file, last.line, method);
    const asked = cpuTime();
    costs.change.push(changed - start);
    costs.ask.push(asked - changed);
    if (edit % 100 === 99) {
      globalThis.gc?.();
      heap.push(Math.round(process.memoryUsage().heapUsed / 1e6));
    }
  }
  host.dispose();
  return { files: indexed.length, edits, change: spread(costs.change), ask: spread(costs.ask), heapMegabytes: heap };
}

function ask(snapshot, file, line, method) {
  const query = { file, variable: null, interprocedural: true, maxDepth: 20, maxSteps: 200, executed: null };
  snapshot.slice({ ...query, line, direction: 'backward' });
  snapshot.neighbors({ element: method.id, kinds: ['calls'], direction: 'in', hops: 1, maxNodes: 500 });
  snapshot.search(method.name, 10);
}

/** The first tenth is left out: that is the compiler's. */
function spread(values) {
  const sorted = values.slice(values.length / 10).sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(share * (sorted.length - 1))].toFixed(2));
  return { p10: at(0.1), median: at(0.5), p90: at(0.9), p99: at(0.99) };
}

const [, script, root, file, edits] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (root === undefined || file === undefined || !existsSync(join(root, file))) {
    console.error('Usage: node test/bench/liveEdit.mjs <repository> <file in it> [edits]');
    process.exit(2);
  }
  console.log(JSON.stringify(await measureEdits({ root: resolve(root), file, edits: Number(edits ?? 1000) }), null, 2));
}
