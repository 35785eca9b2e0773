/** What there is to do: instances without a clone or a commit told at once, the rest in parts that are worked in one go. */
import { append } from '../../core/append.ts';
import type { Git } from '../../ports/git.ts';
import { findClone } from './clones.ts';
import type { Instance } from './instance.ts';
import { missingCommit } from './localizeInstances.ts';
import type { Question } from './question.ts';
import type { Part } from './workers.ts';

export interface Plan {
  readonly parts: readonly Part[];
  /** By id, why an instance cannot be worked. */
  readonly impossible: readonly { readonly instance: Instance; readonly why: string }[];
}

export interface PlanOptions {
  readonly git: Git;
  readonly repos: string;
  readonly jobs: number;
  /** Whether the failing tests are handed over. */
  readonly showTests: boolean;
}

/** Instances of one repository in the order of their commits; a repository of many is split, so that all jobs have some. */
export async function planWork(
  instances: readonly Instance[],
  { git, repos, jobs, showTests }: PlanOptions,
): Promise<Plan> {
  const most = Math.ceil(instances.length / jobs);
  const plans = await Promise.all(
    [...byRepository(instances)].map(([repo, own]) => planRepository(repo, own, most, { git, repos, showTests })),
  );
  const parts = plans.flatMap((plan) => plan.parts).sort((a, b) => b.questions.length - a.questions.length);
  return { parts, impossible: plans.flatMap((plan) => plan.impossible) };
}

export function byRepository(instances: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) append(groups, instance.repo, instance);
  return groups;
}

async function planRepository(
  repo: string,
  instances: readonly Instance[],
  most: number,
  { git, repos, showTests }: Omit<PlanOptions, 'jobs'>,
): Promise<Plan> {
  const gitFolder = findClone(repos, repo);
  if (gitFolder === null) {
    const why = `There is no clone of ${repo} in "${repos}"; make one named ${repo.replace('/', '__')}`;
    return { parts: [], impossible: instances.map((instance) => ({ instance, why })) };
  }
  const objects = git.openObjects(gitFolder);
  const timed = await Promise.all(
    instances.map(async (instance) => ({ instance, time: await objects.commitTime(instance.baseCommit) })),
  );
  objects.close();
  const impossible = timed
    .filter(({ time }) => time === null)
    .map(({ instance }) => ({ instance, why: missingCommit(instance) }));
  const questions = timed
    .flatMap(({ instance, time }) => (time === null ? [] : [{ instance, time }]))
    .sort((a, b) => a.time - b.time || compare(a.instance.id, b.instance.id))
    .map(({ instance }) => questionOf(instance, showTests));
  const parts = Array.from({ length: Math.ceil(questions.length / most) }, (_, part) => {
    return { gitFolder, questions: questions.slice(part * most, (part + 1) * most) };
  });
  return { parts, impossible };
}

/** The solution stays behind. */
function questionOf({ solution, ...shown }: Instance, showTests: boolean): Question {
  const { testPatch, failToPass } = solution;
  return { ...shown, tests: showTests ? { testPatch, failToPass } : null };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
