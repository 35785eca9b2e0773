/**
 * JavaScript and TypeScript with probes put in. `spectra`: which statements and branches ran. `trace`: calls, lines,
 * returns and raises in order, and values of the lines asked for. Every line keeps its number; columns move. What the
 * probes call is `runtime.cjs`. A text that cannot be parsed is for whoever runs it to complain of.
 */
'use strict';
const { createInsertions } = require('./insertions.cjs');
const { createSpectraProbes } = require('./spectraProbes.cjs');
const { createTraceProbes } = require('./traceProbes.cjs');
const { parseSource } = require('./parse.cjs');
const { walkProgram } = require('./programWalk.cjs');
const { testCallAt } = require('./testCalls.cjs');

/**
 * `file` is relative to the repository, `mode` is `spectra` or `trace`, `values` are pairs of first and last lines.
 * Gives `text`, and `insertions` as pairs of offset and text. Throws what the parser throws.
 */
function instrument({ source, file, mode, values = [] }) {
  const program = parseSource(source, file);
  const insertions = createInsertions(source);
  const starts = lineStarts(source);
  const lineAt = (offset) => lineOf(starts, offset);
  const place = { source, file, insertions, lineAt, isModule: program.sourceType === 'module', values };
  const probes = mode === 'spectra' ? createSpectraProbes(place) : createTraceProbes(place);
  walkProgram(program, probes, place);
  const headAt = headPosition(program, source);
  insertions.first(headAt, (program.directives.length === 0 ? '' : ';') + probes.head());
  return { text: insertions.applied(), insertions: insertions.all() };
}

/** After `#!` and directives. */
function headPosition({ directives, interpreter, start }, source) {
  const last = directives.at(-1);
  if (last !== undefined) return last.end;
  if (!interpreter && !source.startsWith('#!')) return start;
  const end = source.indexOf('\n');
  return end === -1 ? source.length : end + 1;
}

/** Offsets of the beginnings of lines, as the repository graph counts them. */
function lineStarts(source) {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts, offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

module.exports = { instrument, testCallAt };
