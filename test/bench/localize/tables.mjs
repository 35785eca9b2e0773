/** What a benchmark prints: means with bootstrap intervals of 95 %, and what each source of evidence is worth. */
import { estimateDifference, estimateMean } from '../../../server/core/measures/bootstrap.ts';
import { examScore } from '../../../server/core/measures/ranks.ts';
import { expectedRank, reciprocalRank, within } from './expectedRanks.ts';

const at = (level, k) => ({
  name: `${level}@${k}`,
  of: (result) => result[level] !== undefined && within(result[level], k),
});
const measures = [
  ...[1, 3, 5, 10].map((k) => at('line', k)),
  ...[1, 5].map((k) => at('function', k)),
  ...[1, 5].map((k) => at('file', k)),
  { name: 'MRR', of: ({ line }) => reciprocalRank(line) },
  { name: 'EXAM', of: ({ line, listed, places }) => examScore([expectedRank(line)], listed, places) },
];

/** One row of what was measured over bugs, as a table of Markdown. */
export function summary(results) {
  const estimates = measures.map(({ of }) => estimateMean(results.map(of).filter((value) => value !== false)));
  const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
  const cells = estimates.map(({ value, low, high }) =>
    value === null ? '–' : `${share(value)} (${share(low)} to ${share(high)})`,
  );
  return [
    row(['bugs', ...measures.map(({ name }) => name), 's each']),
    row(['---', ...measures.map(() => '---'), '---']),
    row([results.length, ...cells, (seconds / results.length).toFixed(1)]),
  ].join('\n');
}

/** How the measures change when a source of evidence is left out, over the bugs that were ranked both times. */
export function ablationRow(source, all, without) {
  const pairs = without.flatMap((result) => {
    const whole = all.find(({ id }) => id === result.id);
    return whole === undefined ? [] : [[whole, result]];
  });
  const shown = measures.filter(({ name }) => shownInAblation.includes(name));
  const cells = shown.map(({ of }) => {
    const values = pairs.map(([whole, part]) => [of(part), of(whole)]).filter(([value]) => value !== false);
    const { value, p } = estimateDifference(values);
    if (value === null) return '–';
    return `${value > 0 ? '+' : ''}${value.toFixed(3)}${p < 0.05 ? ' *' : ''}`;
  });
  return row([source, ...cells]);
}

const shownInAblation = ['line@1', 'line@3', 'line@5', 'line@10', 'function@1', 'MRR'];
export const ablationHead = [
  row(['without', ...shownInAblation]),
  row(['---', ...shownInAblation.map(() => '---')]),
].join('\n');

/** The ranks of one bug, for reading. */
export function ranksLine(id, result) {
  const rank = (standing) => {
    if (standing === undefined) return '–';
    if (standing === null) return 'none';
    const { better, tied, nFaulty } = standing;
    return tied === nFaulty ? String(better + 1) : `${better + 1} to ${better + tied - nFaulty + 1}`;
  };
  const ranks = `line ${rank(result.line)} of ${result.listed}, function ${rank(result.function)}, file ${rank(result.file)}`;
  return `${id.padEnd(28)} ${ranks}, ${result.seconds.toFixed(1)} s`;
}

function share(value) {
  return value.toFixed(2).replace(/^0/, '');
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
