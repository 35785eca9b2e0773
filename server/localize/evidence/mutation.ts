/**
 * Statements at which code written otherwise makes the failing tests pass and keeps others passing: where the fault can be
 * repaired is where it may be (T. Durieux et al. call it repair-based localization; mutation-based localization asks the
 * same with blind mutants: Papadakis, Le Traon, "Metallaxis-FL", 2015). Leaves out running the trials.
 */
import type { Cancellation } from '../../ports/cancellation.ts';
import type { TestRecipe } from '../../ports/testRunner.ts';
import type { TrialRunner } from '../../ports/trials.ts';
import type { Ranking } from '../fuse.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey } from './finding.ts';
import { predicateEvidence, switches } from './predicate.ts';
import { type OrderedFix, orderedFixes, suspectedCode } from './trialOrder.ts';
import { type TrialTests, type Tried, type TriedTrial, trialTests, tryTrials } from './tryFixes.ts';

export interface TrialEvidence {
  readonly evidence: readonly EvidenceFindings[];
  /** What a reader of the answer should know: that not all was tried. */
  readonly notes: readonly string[];
}

const mostFixes = 6000;
/** Once something helps, what is this much less likely is not tried any more. */
const lessLikely = 2.5;
/** Nor is more tried than this many times what it took. */
const mostAfter = { times: 3, atLeast: 1500 };
const mostLines = 5;
/** The second place is worth 1 / (1 + this), and so on. */
const fading = 0.5;
const worthOfPart = 0.25;
const mostShown = 60;

/** Edits and switched decisions, tried on the failing tests. Nothing where tests cannot be tried. */
export async function trialEvidence(
  runner: TrialRunner | undefined,
  recipe: TestRecipe,
  failure: WatchedFailure,
  ranking: Ranking,
  cancellation: Cancellation,
): Promise<TrialEvidence> {
  if (runner?.canTry(recipe) !== true) return { evidence: [], notes: [] };
  const { codes, tooLarge } = suspectedCode(failure, ranking);
  const tests = trialTests(failure);
  const first = failure.failing.find(({ id }) => id === tests.ids[0]);
  const switched = switches(failure, codes, ranking, first);
  const fixes = orderedFixes(failure, codes, ranking, mostFixes);
  const onSize = tooLarge.map((name) => `Changes of ${name} were not tried out: there is too much code in it`);
  if (fixes.length === 0) return { evidence: [], notes: onSize };
  // Switched decisions come last: they tell something where no edit helps.
  const trials = [
    ...fixes.map(({ file, fix: { start, end, text } }) => ({ edits: [{ file, start, end, text }] })),
    ...switched.map(({ trial }) => trial),
  ];
  const isEnough = enough(fixes);
  const tried = await tryTrials(runner, recipe, failure, tests, trials, isEnough, cancellation);
  const ofFixes = tried.trials.flatMap((it) => (it.trial < fixes.length ? [{ ...it, fix: fixes[it.trial]! }] : []));
  const ofSwitches = tried.trials
    .filter(({ trial }) => fixes.length <= trial)
    .map((it) => ({ ...it, trial: it.trial - fixes.length }));
  return {
    evidence: [predicateEvidence(switched, ofSwitches), mutationEvidence(ofFixes, tests)],
    notes: [...onSize, ...notesOn(tried, ofFixes.length)],
  };
}

interface TriedFix extends TriedTrial {
  readonly fix: OrderedFix;
}

function mutationEvidence(tried: readonly TriedFix[], tests: TrialTests): EvidenceFindings {
  const statements = new Map<StatementKey, Finding>();
  for (const one of tried) {
    const { statement } = one.fix;
    if (!one.isPlausible || statements.has(statement)) continue;
    statements.set(statement, findingOf(one, 1 / (1 + fading * statements.size), tests));
  }
  for (const one of statements.size === 0 ? tried : []) {
    const score = worthOfPart * (one.nTurned / tests.nFailing);
    const known = statements.get(one.fix.statement)?.score ?? 0;
    if (known < score) statements.set(one.fix.statement, findingOf(one, score, tests));
  }
  return { source: 'mutation', kind: 'mutation', statements, functions: noFunctions };
}

function findingOf(tried: TriedFix, score: number, tests: TrialTests): Finding {
  const { file, fix } = tried.fix;
  return {
    score,
    message: `${changeIn(fix)} ${effectOf(tried, tests)}`,
    path: () => [{ file, line: fix.line, message: fix.template.replaceAll('-', ' ') }],
  };
}

function changeIn({ before, after }: OrderedFix['fix']): string {
  if (before === '') return `Adding ${shown(after)} here`;
  if (after === '') return `Leaving out ${shown(before)} here`;
  return `Changing ${shown(before)} to ${shown(after)} here`;
}

function effectOf({ isPlausible, nTurned }: TriedFix, tests: TrialTests): string {
  const { ids, nFailing } = tests;
  const red = nTurned === nFailing ? allRed(tests) : `${nTurned} of ${nFailing} failing tests pass`;
  if (!isPlausible) return nTurned === nFailing ? `makes ${red}, but another one fail` : `makes ${red}`;
  const nOthers = ids.length - nFailing;
  if (nOthers === 0) return `makes ${red}`;
  return `makes ${red} and keeps ${nOthers} ${nOthers === 1 ? 'other' : 'others'} passing`;
}

function allRed({ nFailing, nFailingInAll }: TrialTests): string {
  if (nFailing < nFailingInAll) return `all ${nFailing} of the ${nFailingInAll} failing tests that were tried pass`;
  return nFailing === 1 ? 'the failing test pass' : `all ${nFailing} failing tests pass`;
}

function shown(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return `\`${line.length <= mostShown ? line : `${line.slice(0, mostShown - 1)}…`}\``;
}

/** Something helps, and what is left is much less likely; or enough places are known. */
function enough(fixes: readonly OrderedFix[]): (tried: TriedTrial) => boolean {
  let [worst, last] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const lines = new Set<StatementKey>();
  return ({ trial, isPlausible }) => {
    const fix = fixes[trial];
    if (fix === undefined) return false;
    if (isPlausible) {
      lines.add(fix.statement);
      worst = Math.min(worst, fix.priority + lessLikely);
      last = Math.min(last, trial + Math.max(mostAfter.atLeast, mostAfter.times * trial));
    }
    return lines.size >= mostLines || fix.priority > worst || trial >= last;
  };
}

function notesOn({ ending, again }: Tried, nTried: number): readonly string[] {
  if (ending.kind === 'timedOut')
    return [`Trying out changes of the code took too long: ${nTried} were tried, so another run may rank otherwise`];
  if (ending.kind === 'notStarted') return [`Changes of the code could not be tried out: ${ending.message}`];
  return again === null ? [] : notesOnSecond(again);
}

/** Changes that go round for long are tried once more with more fuel. */
function notesOnSecond({ ending, nAsked, nTried }: NonNullable<Tried['again']>): readonly string[] {
  const those = `the ${nAsked} changes of the code that make tests run long`;
  if (ending.kind === 'timedOut')
    return [`Only ${nTried} of ${those} could be tried to the end in time, so another run may rank otherwise`];
  return ending.kind === 'notStarted' ? [`Trying ${those} once more ended early: ${ending.message}`] : [];
}
