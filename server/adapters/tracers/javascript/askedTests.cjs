/**
 * Choosing among the tests of a file once all are known: which to leave out, and which names nothing answers to. Leaves
 * out how a runner is told.
 */
'use strict';

const separator = ' > ';
const maxNear = 3;

/** Names that were asked for of a file (its `part` of the request's selection) and are of none of `tests` (`id`, `line`). */
function missingOf(part, file, tests) {
  if (part === undefined || part.all) return [];
  const answers = (id) => tests.some((test) => test.id === id || test.id.startsWith(id + separator));
  const isIn = ([first, last]) => tests.some(({ line }) => line !== null && first <= line && line <= last);
  return [
    ...part.ids.filter((id) => !answers(id)),
    ...part.ranges.filter((range) => !isIn(range)).map(([first]) => `${file}:${first}`),
  ];
}

/** Ids that are like one that nothing answers to. */
function nearNames(name, tests) {
  const last = (id) => id.split(separator).at(-1).toLowerCase();
  const ids = [...new Set(tests.map(({ id }) => id))];
  const wanted = last(name);
  const alike = ids.filter((id) => last(id).includes(wanted) || wanted.includes(last(id)));
  return (0 < alike.length ? alike : ids).slice(0, maxNear);
}

/** The line of the innermost frame of a stack that is in a file; `null` without one. */
function lineIn(stack, file) {
  for (const line of String(stack ?? '').split('\n')) {
    const at = line.indexOf(file);
    const found = at === -1 ? null : /^:(\d+)/.exec(line.slice(at + file.length));
    if (found !== null) return Number(found[1]);
  }
  return null;
}

module.exports = { lineIn, missingOf, nearNames };
