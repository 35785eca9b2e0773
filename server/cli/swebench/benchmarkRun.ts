/**
 * A run over the rows of a dataset, from what was done before to a report. What is right is read here; who localizes
 * gets questions, in processes of their own.
 */
import { basename, join } from 'node:path';
import type { Cancellation } from '../../ports/cancellation.ts';
import type { Git } from '../../ports/git.ts';
import type { SwebenchReport } from '../../protocol/swebenchReport.ts';
import type { ParserSet } from '../../syntax/parserSet.ts';
import { CliRefusal, exitStatus } from '../exitStatus.ts';
import { readGold } from './baseFiles.ts';
import { findClone } from './clones.ts';
import { compareRuns } from './compareRuns.ts';
import type { Instance, Row } from './instance.ts';
import { withoutAnswer } from './localizeInstances.ts';
import { byRepository, planWork } from './plan.ts';
import { type Answer, type LocalizeSettings, noCost, type Question } from './question.ts';
import { idOf } from './readDataset.ts';
import { type InstanceRecord, openRecords, type Records, readRecords, replace } from './records.ts';
import { type ReportHead, reportOf, scoredOf, type Worked } from './report.ts';
import { appendTables } from './tableLines.ts';
import { answerAll, type WorkOptions } from './workers.ts';

export interface BenchmarkRun {
  readonly rows: readonly Row[];
  /** Ids of the whole dataset, in its order. */
  readonly order: readonly string[];
  /** The folder of clones. */
  readonly repos: string;
  readonly jobs: number;
  readonly settings: LocalizeSettings;
  readonly head: ReportHead;
  /** The folder that is written. */
  readonly out: string;
  /** The folder of another run, to compare with. */
  readonly compare: string | null;
  readonly program: WorkOptions['program'];
  readonly git: Git;
  readonly parsers: ParserSet;
  readonly progress: (message: string) => void;
  readonly cancellation: Cancellation;
}

/** The report, which is written too; where the run was stopped, it is over what is done. */
export async function runBenchmark(run: BenchmarkRun): Promise<SwebenchReport> {
  const { settings, head, out, compare, program } = run;
  const other = compare === null ? null : otherRun(compare);
  const { dataset, settings: told } = head;
  const { withTests, tables } = settings;
  const { sha256 } = dataset;
  const records = openRecords(out, { ...told, ...withTests, tables, dataset: sha256, program: program.hash() });
  try {
    run.progress('Reading what is right');
    const gold = await readAllGold(run);
    await work(run, records, gold);
    return finish(run, records, gold, other);
  } finally {
    records.close();
  }
}

function finish(
  { rows, order, head, out, compare }: BenchmarkRun,
  records: Records,
  gold: AllGold,
  other: ReadonlyMap<string, InstanceRecord> | null,
): SwebenchReport {
  records.sort(order);
  const worked = (done: ReadonlyMap<string, InstanceRecord>): readonly Worked[] =>
    rows.flatMap((row) => {
      const record = done.get(idOf(row));
      return record === undefined ? [] : [{ id: idOf(row), ...record, gold: gold.get(idOf(row)) ?? notRead }];
    });
  const ours = worked(records.done);
  const scored = (one: readonly Worked[]) => scoredOf(one, head.settings.withFailingTests);
  const comparison = other === null ? null : compareRuns(scored(ours), scored(worked(other)), basename(compare ?? ''));
  const report = { ...reportOf(head, ours, rows.length), comparison };
  replace(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

const notRead = 'The run was stopped before it was read';

type AllGold = ReadonlyMap<string, Worked['gold']>;

/** Where the run is stopped meanwhile, not of all. */
async function readAllGold({ rows, repos, git, parsers, cancellation }: BenchmarkRun): Promise<AllGold> {
  const gold = new Map<string, Worked['gold']>();
  for (const row of rows) if (row.kind === 'malformed') gold.set(row.row.id, row.row.problem);
  for (const [repo, own] of byRepository(instancesOf(rows))) {
    const gitFolder = findClone(repos, repo);
    const objects = gitFolder === null ? null : git.openObjects(gitFolder);
    for (const instance of own) {
      if (cancellation.aborted) break;
      const read = objects === null ? `There is no clone of ${repo}` : await readGold(objects, parsers, instance);
      gold.set(instance.id, read);
    }
    objects?.close();
  }
  return gold;
}

/** Works what is not done yet, until all is or the run is stopped. */
async function work(run: BenchmarkRun, records: Records, allGold: AllGold): Promise<void> {
  const { rows, repos, jobs, settings, out, program, git, progress, cancellation } = run;
  const left = rows.filter((row) => !records.done.has(idOf(row)));
  let nDone = rows.length - left.length;
  const add: Records['add'] = (id, answer) => {
    records.add(id, answer);
    nDone++;
    progress(`${nDone} of ${rows.length} · ${id}`);
  };
  const addWithout = (id: string, repo: string, why: string) =>
    add(id, { localization: withoutAnswer(repo, why), cost: noCost });
  for (const row of left) if (row.kind === 'malformed') addWithout(row.row.id, row.row.repo, row.row.problem);
  const showTests = settings.withTests !== null;
  const { parts, impossible } = await planWork(instancesOf(left), { git, repos, jobs, showTests });
  for (const { instance, why } of impossible) addWithout(instance.id, instance.repo, why);
  const options = { program, jobs, settings, cancellation, mostSeconds: mostSeconds(settings) };
  await answerAll(parts, options, (question: Question, answer: Answer) => {
    add(question.id, answer);
    const gold = allGold.get(question.id);
    if (answer.tables !== null && typeof gold === 'object') {
      appendTables(join(out, 'tables.jsonl'), question, answer.tables, gold);
    }
  });
}

/** Failing tests are run again and again, each time within their limit. */
function mostSeconds({ withTests }: LocalizeSettings): number {
  return 1_800 + 20 * (withTests?.timeoutSeconds ?? 0);
}

function instancesOf(rows: readonly Row[]): readonly Instance[] {
  return rows.flatMap((row) => (row.kind === 'instance' ? [row.instance] : []));
}

function otherRun(folder: string): ReadonlyMap<string, InstanceRecord> {
  const records = readRecords(folder);
  if (records.size > 0) return records;
  throw new CliRefusal(`Cannot compare with "${folder}": there is no run in it`, exitStatus.usage);
}
