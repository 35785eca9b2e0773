/**
 * Which processes a run takes: one for all chosen tests of a program, or one for each test where that is the runner's way
 * (nextest), or where only the process tells where a test begins (tests that macros made).
 */

import type { RunnerName, WatchRequest } from '../../../ports/testRunner.ts';
import type { TestPlace } from '../../watching/watchEvents.ts';
import type { BuiltProgram } from './cargoBuild.ts';
import type { ProbedFile } from './probing.ts';
import { placeOf } from './rustTests.ts';
import type { KnownTests, TestProgram } from './testSelection.ts';

/** The chosen tests of one program, by libtest's names. */
export interface Plan {
  readonly known: TestProgram;
  readonly built: BuiltProgram;
  readonly names: readonly string[];
  /** Whether these are all tests of the program. */
  readonly isWhole: boolean;
}

/** One process. */
export interface Step {
  readonly plan: Plan;
  readonly names: readonly string[];
  /** For the process's files. */
  readonly name: string;
  /** Collected with it, whether they run or not. */
  readonly collected: readonly TestPlace[];
  /** Whether the process is its test. */
  readonly isOneTest: boolean;
  readonly arguments: readonly string[];
}

export function testPlace(known: KnownTests, program: TestProgram, name: string): TestPlace {
  return { id: known.idOf(program, name), ...placeOf(program.crate, program.target.root, name) };
}

/** The steps in order; tests beyond the limit are collected and in no step. */
export function stepsOf(
  plans: readonly Plan[],
  known: KnownTests,
  runner: RunnerName,
  watch: WatchRequest,
  probed: ReadonlyMap<string, ProbedFile>,
): readonly Step[] {
  const leaveOut = new Set(watch.leaveOut);
  const steps: Step[] = [];
  let left = watch.limits.maxTests;
  for (const plan of plans) {
    const place = (name: string) => testPlace(known, plan.known, name);
    const wanted = plan.names.filter((name) => !leaveOut.has(place(name).id));
    const allowed = wanted.slice(0, left);
    left -= allowed.length;
    const isAlone = (name: string) => {
      const { file, line } = place(name);
      return runner === 'nextest' || (watch.mode !== 'plain' && (line === null || !probed.has(file)));
    };
    const together = allowed.filter((name) => !isAlone(name));
    const groups = [...(together.length === 0 ? [] : [together]), ...allowed.filter(isAlone).map((name) => [name])];
    const beyond = wanted.slice(allowed.length).map(place);
    const add = (names: readonly string[], collected: readonly TestPlace[]) => {
      const isAll = plan.isWhole && names.length === plan.names.length;
      steps.push({
        ...{ plan, names, name: String(steps.length), collected },
        isOneTest: names.length === 1 && isAlone(names[0]!),
        arguments: ['--test-threads=1', '--color', 'never', ...(isAll ? [] : ['--exact', ...names])],
      });
    };
    for (const [index, names] of groups.entries()) add(names, [...names.map(place), ...(index === 0 ? beyond : [])]);
    if (groups.length === 0 && beyond.length > 0) add([], beyond);
  }
  return steps;
}
