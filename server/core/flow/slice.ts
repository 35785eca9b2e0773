/**
 * Program slices: the statements that a criterion depends on, or that depend on it. M. Weiser, "Program Slicing", ICSE
 * 1981, over the dependence graph of S. Horwitz, T. Reps, D. Binkley, TOPLAS 12(1), 1990, but with bounded call strings
 * in place of summary edges. Breadth first, so nearest first. Leaves out values: for what really ran, give `isEntered`.
 */
import { assertNever } from '../assertNever.ts';
import type { NodeId } from '../ids.ts';
import { stepsBack } from './backwardSteps.ts';
import { stepsForward } from './forwardSteps.ts';
import type { Program } from './program.ts';
import { type SliceState, type StepRole, stateKey } from './sliceStep.ts';

export interface SliceCriterion {
  readonly node: NodeId;
  /** Only this variable at the criterion; `null` for all of the statement. */
  readonly variable: string | null;
}

export interface SliceOptions {
  readonly direction: 'backward' | 'forward' | 'both';
  readonly interprocedural: boolean;
  readonly maxDepth: number;
  readonly maxSteps: number;
  /** Whether a statement may be entered; parameters always may. */
  readonly isEntered: (node: NodeId) => boolean;
}

export interface SliceStep {
  readonly node: NodeId;
  readonly role: StepRole;
  readonly variable: string | null;
  readonly distance: number;
  /** The statement it was reached from; `null` for the criterion. */
  readonly via: NodeId | null;
}

/** The slice, the criterion first, then by distance, then in the order of nodes. One step per statement. */
export function slice(program: Program, criterion: SliceCriterion, options: SliceOptions): readonly SliceStep[] {
  switch (options.direction) {
    case 'backward':
      return oneWay(program, criterion, options, stepsBack);
    case 'forward':
      return oneWay(program, criterion, options, stepsForward);
    case 'both': {
      const back = oneWay(program, criterion, options, stepsBack);
      const forward = oneWay(program, criterion, options, stepsForward);
      return nearestOfEach([...back, ...forward]).slice(0, options.maxSteps);
    }
    default:
      return assertNever(options.direction);
  }
}

type Steps = (program: Program, state: SliceState, interprocedural: boolean) => Iterable<SliceState>;

/** Of one distance so many states are followed for each step that may be told: the rest could not be told anyway. */
const statesPerStep = 4;

interface Reached {
  readonly state: SliceState;
  readonly via: NodeId | null;
}

/** The call strings under which one statement is visited are bounded: beyond, they add next to nothing to a slice. */
const mostVisitsOfNode = 8;

function oneWay(
  program: Program,
  criterion: SliceCriterion,
  options: SliceOptions,
  steps: Steps,
): readonly SliceStep[] {
  const found = new Map<NodeId, SliceStep>();
  const seen = new Set<string>();
  const visits = new Map<NodeId, number>();
  let frontier: Reached[] = [{ state: { ...criterion, role: 'criterion', calls: null, focus: null }, via: null }];
  for (let distance = 0; distance <= options.maxDepth && frontier.length > 0; distance++) {
    const next: Reached[] = [];
    for (const { state, via } of frontier) {
      const { node, role, variable } = state;
      if (!found.has(node)) found.set(node, { node, role, variable, distance, via });
      if (distance === options.maxDepth) continue;
      for (const step of steps(program, state, options.interprocedural)) {
        const key = stateKey(step);
        if (seen.has(key)) continue;
        const count = visits.get(step.node) ?? 0;
        const isAllowed = step.role === 'parameter' || options.isEntered(step.node);
        if (!isAllowed || count >= mostVisitsOfNode) continue;
        if (next.length >= options.maxSteps * statesPerStep) break;
        seen.add(key);
        visits.set(step.node, count + 1);
        next.push({ state: step, via: node });
      }
    }
    if (found.size >= options.maxSteps) break;
    frontier = next;
  }
  return nearestOfEach([...found.values()]).slice(0, options.maxSteps);
}

function nearestOfEach(steps: readonly SliceStep[]): readonly SliceStep[] {
  const nearest = new Map<NodeId, SliceStep>();
  for (const step of steps) {
    const known = nearest.get(step.node);
    if (known === undefined || step.distance < known.distance) nearest.set(step.node, step);
  }
  return [...nearest.values()].sort((a, b) => a.distance - b.distance || a.node - b.node);
}
