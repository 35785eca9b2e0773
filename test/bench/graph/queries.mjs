// What an editor asks of an indexed repository: answers after an edit, and slices at random statements.
import { randomNumbers } from './randomNumbers.mjs';

const nEdits = 60;
const nWarm = 20;
const nSlices = 5000;
const sliceBounds = { maxDepth: 50, maxSteps: 1000, executed: null };

/** One-place edits of the file whose length is nearest to 2,000 lines, until every kind of query is answered again. */
export function measureEdits(host, snapshot, seed, cpu) {
  const random = randomNumbers(seed);
  const lengths = snapshot.files.map((file) => ({ file, lines: snapshot.textOf(file).split('\n').length }));
  const { file, lines } = lengths.reduce((best, one) =>
    Math.abs(one.lines - 2000) < Math.abs(best.lines - 2000) ? one : best,
  );
  const original = snapshot.textOf(file);
  const times = { applied: [], sliced: [], reached: [], searched: [] };
  for (let edit = 0; edit < nEdits + nWarm; edit++) {
    const rows = original.split('\n');
    const statements = snapshot.statementsOf(file);
    const { line } = statements[random(statements.length)];
    // Every second edit goes back to the text before.
    if (edit % 2 === 0) rows[line - 1] = rows[line - 1].replace(/(\w+)(\W*)$/, '$1x$2');
    const before = cpu();
    const next = host.applyChange([{ file, text: rows.join('\n') }]);
    times.applied.push(cpu() - before);
    const query = { file, line, variable: null, interprocedural: true, ...sliceBounds };
    next.slice({ ...query, direction: 'backward' });
    next.slice({ ...query, direction: 'forward' });
    times.sliced.push(cpu() - before);
    const element = next.elementAt(file, line);
    if (element !== null) {
      next.neighbors({ element: element.id, kinds: ['calls'], direction: 'in', hops: 2, maxNodes: 100 });
      next.testsReaching([element.id], 3);
    }
    times.reached.push(cpu() - before);
    next.search('query set', 10);
    times.searched.push(cpu() - before);
  }
  const medians = Object.entries(times).map(([step, values]) => [step, median(values.slice(nWarm))]);
  return { editedFile: file, editedLines: lines, edit: Object.fromEntries(medians) };
}

/** Wall time of slices at statements drawn at random, in seconds: inside their functions, and across calls. */
export function measureSlices(snapshot, seed) {
  const inside = timesOf(snapshot, seed, false);
  const across = timesOf(snapshot, seed, true);
  return { inside: inside.times, across: across.times, insideSteps: inside.steps, acrossSteps: across.steps };
}

function timesOf(snapshot, seed, interprocedural) {
  const random = randomNumbers(seed);
  const files = snapshot.files.filter((file) => snapshot.statementsOf(file).length > 0);
  const times = [];
  let steps = 0;
  for (let at = 0; at < nSlices * 2; at++) {
    const file = files[random(files.length)];
    const statements = snapshot.statementsOf(file);
    const { line } = statements[random(statements.length)];
    const direction = at % 2 === 0 ? 'backward' : 'forward';
    const query = { file, line, variable: null, direction, interprocedural, ...sliceBounds };
    const before = performance.now();
    const found = snapshot.slice(query);
    const seconds = (performance.now() - before) / 1000;
    if (at < nSlices) continue;
    times.push(seconds);
    steps += found.length;
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { times: { p50: at(0.5), p99: at(0.99) }, steps: steps / times.length };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
