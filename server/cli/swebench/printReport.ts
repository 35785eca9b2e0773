/** A report for people: one table of the figures, and what they stand on. */
import colors from 'picocolors';
import { printable } from '../../protocol/printable.ts';
import type { Estimate, LevelMeasures, Measures, SwebenchReport } from '../../protocol/swebenchReport.ts';

const shownLevels = [
  ['files', 'files', ['acc@1', 'acc@3', 'acc@5', 'acc@10', 'mrr']],
  ['functions', 'functions', ['acc@1', 'acc@3', 'acc@5', 'acc@10', 'mrr']],
  ['lines', 'lines', ['recall@1', 'recall@5', 'recall@10', 'hit@1', 'mrr']],
] as const;

export function printReport(report: SwebenchReport): string {
  const { instances, verdicts, measures, cost } = report;
  const said = verdicts.map(({ verdict, n }) => `${n} ${verdict}`).join(', ');
  return [
    `${instances.done < instances.asked ? `${instances.done} of ` : ''}${instances.asked} instances${said === '' ? '' : `: ${said}`}`,
    report.shown,
    '',
    ...table('all', measures.all),
    ...table('one gold file, at most three functions', measures.liteLike),
    ...comparisonLines(report),
    `Processor time an instance: ${cost.localizingSeconds.mean.toFixed(2)} s to localize, ${cost.indexingSeconds.mean.toFixed(2)} s to index; ${Math.round(cost.peakBytes / 1e6)} MB at most`,
    ...(instances.withoutGold.length === 0
      ? []
      : [`${instances.withoutGold.length} instances count in no figure: what is right is not known of them`]),
    '',
  ].join('\n');
}

function table(title: string, measures: Measures): readonly string[] {
  const rows = shownLevels.flatMap(([level, name, shown]) => row(name, measures[level], shown));
  return rows.length === 0 ? [] : [colors.bold(title), ...rows, ''];
}

function row(name: string, measures: LevelMeasures, shown: readonly string[]): readonly string[] {
  const cells = shown.flatMap((measure) => {
    const estimate = measures[measure];
    return estimate === undefined || estimate.value === null ? [] : [`${colors.dim(measure)} ${figure(estimate)}`];
  });
  const n = Object.values(measures)[0]?.n ?? 0;
  return cells.length === 0 ? [] : [`  ${name.padEnd(9)} ${cells.join('  ')}  ${colors.dim(`n ${n}`)}`];
}

function figure({ value, low, high }: Estimate): string {
  return `${value?.toFixed(3)} ${colors.dim(`${low?.toFixed(2)}–${high?.toFixed(2)}`)}`;
}

function comparisonLines({ comparison }: SwebenchReport): readonly string[] {
  if (comparison === null) return [];
  const common = comparison.measures.filter(({ difference }) => difference.n > 0);
  const rows = common.map(({ level, measure, difference, p, mcNemar }) => {
    const sign = (difference.value ?? 0) < 0 ? '' : '+';
    const exact =
      mcNemar === null ? '' : `  McNemar ${mcNemar.onlyThis}:${mcNemar.onlyOther} p ${mcNemar.p.toFixed(3)}`;
    const name = `${level} ${measure}`.padEnd(22);
    return `  ${name} ${sign}${difference.value?.toFixed(3)} ${difference.low?.toFixed(3)}…${difference.high?.toFixed(3)} p ${p?.toFixed(3)}${exact}`;
  });
  const title = colors.bold(printable(`compared with ${comparison.other}`));
  return [title, ...(rows.length === 0 ? ['  no instance in common'] : rows), ''];
}
