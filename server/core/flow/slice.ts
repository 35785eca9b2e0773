/**
 * Program slices: the statements that a criterion depends on, or that depend on it. M. Weiser, "Program Slicing", ICSE
 * 1981, over the dependence graph of S. Horwitz, T. Reps, D. Binkley, TOPLAS 12(1), 1990, but with bounded call strings
 * in place of summary edges. Breadth first, so nearest first. Leaves out values: for what really ran, give `isEntered`.
 */
import { assertNever } from '../assertNever.ts';
import type { NodeId } from '../ids.ts';
import { stepBack } from './backwardSteps.ts';
import { type Dependences, dependencesOf } from './dependences.ts';
import { stepForward } from './forwardSteps.ts';
import type { Program } from './program.ts';
import {
  CallPlaces,
  type CallString,
  type Focus,
  isSameState,
  type Reach,
  type SliceState,
  type StepRole,
} from './sliceStep.ts';

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
      return oneWay(program, criterion, options, stepBack);
    case 'forward':
      return oneWay(program, criterion, options, stepForward);
    case 'both': {
      const back = oneWay(program, criterion, options, stepBack);
      const forward = oneWay(program, criterion, options, stepForward);
      return nearestOfEach([...back, ...forward]).slice(0, options.maxSteps);
    }
    default:
      return assertNever(options.direction);
  }
}

type Step = (program: Program, dependences: Dependences, state: SliceState, reach: Reach) => void;

/** Of one distance so many states are followed for each step that may be told: the rest could not be told anyway. */
const statesPerStep = 4;

interface Reached extends SliceState {
  readonly via: NodeId | null;
  /** The state at the same statement reached before, and how many they are with this one. */
  readonly earlier: Reached | null;
  readonly count: number;
}

/** The call strings under which one statement is visited are bounded: beyond, they add next to nothing to a slice. */
const mostVisitsOfNode = 8;

/** The states of the next distance, each once. */
class NextStates implements Reach {
  readonly places = new CallPlaces();
  readonly interprocedural: boolean;
  isFull = false;
  readonly #most: number;
  readonly #isEntered: (node: NodeId) => boolean;
  readonly #lastAt = new Map<NodeId, Reached>();
  #next: Reached[] = [];
  #via: NodeId | null = null;

  constructor({ interprocedural, maxSteps, isEntered }: SliceOptions) {
    this.interprocedural = interprocedural;
    this.#most = maxSteps * statesPerStep;
    this.#isEntered = isEntered;
  }

  /** The states reached from each of a frontier. */
  after(frontier: readonly Reached[], step: (state: Reached) => void): readonly Reached[] {
    this.#next = [];
    this.isFull = this.#most <= 0;
    for (const state of frontier) {
      if (this.isFull) break;
      this.#via = state.node;
      step(state);
    }
    return this.#next;
  }

  to(node: NodeId, role: StepRole, variable: string | null, calls: CallString | null, focus: Focus | null): void {
    if (this.isFull) return;
    const earlier = this.#lastAt.get(node) ?? null;
    const count = (earlier?.count ?? 0) + 1;
    if (count > mostVisitsOfNode) return;
    const places = calls?.places;
    for (let known = earlier; known !== null; known = known.earlier)
      if (known.calls?.places === places && isSameState(known, role, variable, focus)) return;
    if (role !== 'parameter' && !this.#isEntered(node)) return;
    const reached = { node, role, variable, calls, focus, via: this.#via, earlier, count };
    this.#lastAt.set(node, reached);
    this.isFull = this.#next.push(reached) >= this.#most;
  }
}

function oneWay(program: Program, criterion: SliceCriterion, options: SliceOptions, step: Step): readonly SliceStep[] {
  const dependences = dependencesOf(program);
  dependences.makeRoom();
  const reach = new NextStates(options);
  const found = new Map<NodeId, SliceStep>();
  let frontier: readonly Reached[] = [
    { ...criterion, role: 'criterion', calls: null, focus: null, via: null, earlier: null, count: 0 },
  ];
  for (let distance = 0; frontier.length > 0; distance++) {
    for (const { node, role, variable, via } of frontier)
      if (!found.has(node)) found.set(node, { node, role, variable, distance, via });
    if (found.size >= options.maxSteps || distance >= options.maxDepth) break;
    frontier = reach.after(frontier, (state) => step(program, dependences, state, reach));
  }
  return nearestFirst(found, ({ distance }) => distance).slice(0, options.maxSteps);
}

function nearestOfEach(steps: readonly SliceStep[]): readonly SliceStep[] {
  const nearest = new Map<NodeId, SliceStep>();
  for (const step of steps) {
    const known = nearest.get(step.node);
    if (known === undefined || step.distance < known.distance) nearest.set(step.node, step);
  }
  return nearestFirst(nearest, ({ distance }) => distance);
}

/** Steps by a rank, those of one rank in the order of nodes. */
export function nearestFirst(
  steps: ReadonlyMap<NodeId, SliceStep>,
  rankOf: (step: SliceStep) => number,
): readonly SliceStep[] {
  // Numbers sort many times faster than steps do.
  const keys = new Float64Array(steps.size);
  let at = 0;
  for (const step of steps.values()) keys[at++] = rankOf(step) * mostNodes + step.node;
  keys.sort();
  const sorted: SliceStep[] = [];
  for (const key of keys) sorted.push(steps.get((key % mostNodes) as NodeId)!);
  return sorted;
}

const mostNodes = 2 ** 32;
