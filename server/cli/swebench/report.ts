/** From what was answered and what was right to the figures of `report.json`. Pure: the same records, the same report. */
import { type Estimate, estimateMean } from '../../core/measures/bootstrap.ts';
import { reliability } from '../../core/measures/reliability.ts';
import type { Localization } from '../../protocol/localization.ts';
import type { Measures, SwebenchReport } from '../../protocol/swebenchReport.ts';
import type { Gold } from './gold.ts';
import { forecasts, type InstanceScores, type Level, levels, scoreInstance } from './instanceScores.ts';
import type { Cost } from './question.ts';

/** An instance that was worked. */
export interface Worked {
  readonly id: string;
  readonly localization: Localization;
  readonly cost: Cost;
  /** What is right, or why that is not known. */
  readonly gold: Gold | string;
}

export interface Scored extends Worked {
  readonly gold: Gold;
  readonly scores: InstanceScores;
}

export type ReportHead = Pick<SwebenchReport, 'dataset' | 'shown' | 'settings'>;

/** `nAsked` is more than were worked where the run was stopped. */
export function reportOf(head: ReportHead, worked: readonly Worked[], nAsked: number): SwebenchReport {
  const scored = scoredOf(worked, head.settings.withFailingTests);
  const oneFile = scored.filter(({ gold }) => gold.files.length === 1);
  const nWith = (level: Level) => scored.filter(({ scores }) => Object.keys(scores[level]).length > 0).length;
  return {
    schema: 'culprit.swebench-localization/1',
    ...head,
    instances: {
      asked: nAsked,
      done: worked.length,
      withGold: { files: nWith('files'), functions: nWith('functions'), lines: nWith('lines') },
      withoutGold: worked.flatMap(({ id, gold }) => (typeof gold === 'string' ? [{ instance_id: id, why: gold }] : [])),
    },
    verdicts: verdictsOf(worked),
    measures: {
      all: measuresOf(scored),
      oneFile: measuresOf(oneFile),
      liteLike: measuresOf(oneFile.filter(({ gold: { functions } }) => 1 <= functions.length && functions.length <= 3)),
    },
    repositories: repositoriesOf(scored),
    reliability: reliability(scored.flatMap(({ localization, gold }) => forecasts(localization, gold))),
    // What was never begun cost nothing, and says nothing of what it costs.
    cost: costOf(worked.map(({ cost }) => cost).filter(({ peakBytes }) => peakBytes > 0)),
    comparison: null,
  };
}

/** Instances whose gold is known; EXAM is counted only where tests said what ran. */
export function scoredOf(worked: readonly Worked[], withFailingTests: boolean): readonly Scored[] {
  return worked.flatMap((one) => {
    const { gold, localization, cost } = one;
    if (typeof gold === 'string') return [];
    return [{ ...one, gold, scores: scoreInstance(localization, gold, withFailingTests ? cost.places : 0) }];
  });
}

/** The names of all measures of a level that any instance has. */
export function measuresAt(scored: readonly Scored[], level: Level): readonly string[] {
  return [...new Set(scored.flatMap(({ scores }) => Object.keys(scores[level])))];
}

function measuresOf(scored: readonly Scored[]): Measures {
  const atLevel = (level: Level): readonly (readonly [string, Estimate])[] =>
    measuresAt(scored, level).map((measure) => [
      measure,
      rounded(estimateMean(scored.flatMap(({ scores }) => scores[level][measure] ?? []))),
    ]);
  return Object.fromEntries(levels.map((level) => [level, Object.fromEntries(atLevel(level))])) as unknown as Measures;
}

function rounded({ value, low, high, n }: Estimate): Estimate {
  const round = (one: number | null) => (one === null ? null : Number(one.toFixed(6)));
  return { value: round(value), low: round(low), high: round(high), n };
}

function repositoriesOf(scored: readonly Scored[]): SwebenchReport['repositories'] {
  const names = [...new Set(scored.map(({ localization }) => localization.repository))].sort();
  return names.map((repository) => {
    const own = scored.filter(({ localization }) => localization.repository === repository);
    return { repository, instances: own.length, ...measuresOf(own) };
  });
}

function verdictsOf(worked: readonly Worked[]): SwebenchReport['verdicts'] {
  const names = [...new Set(worked.map(({ localization }) => localization.verdict))].sort();
  return names.map((verdict) => {
    const n = worked.filter(({ localization }) => localization.verdict === verdict).length;
    return { verdict, n, share: Number((n / worked.length).toFixed(6)) };
  });
}

function costOf(costs: readonly Cost[]): SwebenchReport['cost'] {
  return {
    indexingSeconds: distribution(costs.map(({ indexingSeconds }) => indexingSeconds)),
    localizingSeconds: distribution(costs.map(({ localizingSeconds }) => localizingSeconds)),
    peakBytes: costs.reduce((most, { peakBytes }) => Math.max(most, peakBytes), 0),
  };
}

function distribution(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const total = Number(values.reduce((sum, value) => sum + value, 0).toFixed(3));
  return { mean: Number((total / Math.max(1, values.length)).toFixed(4)), median: at(0.5), p95: at(0.95), total };
}
