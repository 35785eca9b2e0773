/**
 * What the statements of a program depend on, and what depends on them, one step away: read from the graph when a slice
 * first comes by and kept with the program, as slices pass the same places over and over.
 */
import { along, fileOf, othersAlong, scopeNode, statementNode } from '../graph/codeGraph.ts';
import { namesMade, type ParameterFacts } from '../graph/fileFacts.ts';
import type { NodeId } from '../ids.ts';
import { lazily } from '../lazily.ts';
import { argumentsFor } from './argumentBinding.ts';
import { findResults, isResult } from './functionResults.ts';
import {
  type CallEdge,
  type CallLink,
  calleesOf,
  callersOf,
  factsOf,
  functionOf,
  isFunctionNode,
  isHeader,
  type Program,
  runningScope,
  scopeFacts,
  statementOf,
} from './program.ts';
import type { Focus } from './sliceStep.ts';

/** A def-use edge, seen from one end. */
export interface DataStep {
  /** The other end. */
  readonly node: NodeId;
  readonly variable: string;
  /** Whether it leads from a parameter into the body. */
  readonly isParameter: boolean;
  /** Whether it stays in one scope or among the functions nested in one another. */
  readonly isInside: boolean;
  readonly isSameFunction: boolean;
}

/** A call of a function. */
export interface EnteredCall {
  readonly link: CallLink;
  /** A number for where the call is written. */
  readonly place: number;
  readonly header: NodeId;
  /** The statements that hand a value to the caller. */
  readonly results: readonly NodeId[];
  /** What fills each variable of the parameters. */
  readonly filled: () => readonly FilledVariable[];
}

interface FilledVariable {
  readonly variable: string;
  readonly from: readonly Focus[];
}

/** What a caller passes. */
export interface PassedArgument {
  readonly site: NodeId;
  readonly focus: Focus;
}

/** A function, seen from its header. */
export interface HeaderStep {
  readonly callee: NodeId;
  readonly parameters: readonly ParameterFacts[];
  /** By variable. */
  readonly passed: Map<string, readonly PassedArgument[]>;
}

/** Of so many nodes something is kept; then it begins anew. */
const mostKept = 250_000;

export class Dependences {
  readonly #program: Program;
  #nKept = 0;
  #nPlaces = 0;
  readonly #definitions = new Map<NodeId, readonly DataStep[]>();
  readonly #uses = new Map<NodeId, readonly DataStep[]>();
  readonly #entered = new Map<NodeId, readonly EnteredCall[]>();
  readonly #results = new Map<NodeId, readonly NodeId[]>();
  readonly #headers = new Map<NodeId, HeaderStep>();
  readonly #callers = new Map<NodeId, readonly CallEdge[]>();
  readonly #all: readonly Map<NodeId, unknown>[] = [
    this.#definitions,
    this.#uses,
    this.#entered,
    this.#results,
    this.#headers,
    this.#callers,
  ];

  constructor(program: Program) {
    this.#program = program;
  }

  /** Forgets if much is kept. To be called between slices: the numbers of places do not outlast it. */
  makeRoom(): void {
    if (this.#nKept < mostKept) return;
    for (const kept of this.#all) kept.clear();
    this.#nKept = 0;
  }

  /** Where the values that a statement reads are made. */
  definitions(node: NodeId): readonly DataStep[] {
    return this.#definitions.get(node) ?? this.#keep(this.#definitions, node, this.#dataSteps(node, 'incoming'));
  }

  /** Where the values that a statement makes are read. */
  uses(node: NodeId): readonly DataStep[] {
    return this.#uses.get(node) ?? this.#keep(this.#uses, node, this.#dataSteps(node, 'outgoing'));
  }

  /** The statements that decide whether it runs. */
  deciders(node: NodeId): readonly NodeId[] {
    return this.#controlSteps(node, 'incoming');
  }

  /** The statements of which it decides whether they run. */
  decided(node: NodeId): readonly NodeId[] {
    return this.#controlSteps(node, 'outgoing');
  }

  /** The functions a statement calls. */
  entered(site: NodeId): readonly EnteredCall[] {
    return this.#entered.get(site) ?? this.#keep(this.#entered, site, this.#enteredFrom(site));
  }

  callers(callee: NodeId): readonly CallEdge[] {
    return this.#callers.get(callee) ?? this.#keep(this.#callers, callee, [...callersOf(this.#program, callee)]);
  }

  /** The function whose header a statement is. */
  header(node: NodeId): HeaderStep {
    return this.#headers.get(node) ?? this.#keep(this.#headers, node, this.#headerStep(node));
  }

  /** What all callers of a function pass for a variable of its parameters. */
  passed({ callee, parameters, passed }: HeaderStep, variable: string): readonly PassedArgument[] {
    const known = passed.get(variable);
    if (known !== undefined) return known;
    const found: PassedArgument[] = [];
    for (const { node: site, link } of this.callers(callee))
      for (const focus of argumentsFor(link, parameters, variable)) found.push({ site, focus });
    passed.set(variable, found);
    this.#nKept += found.length;
    return found;
  }

  /** The function that a statement hands a value out of; `null` where it hands over none. */
  returnedFrom(node: NodeId): NodeId | null {
    const program = this.#program;
    return isResult(factsOf(program, node), statementOf(program, node)) ? functionOf(program, node) : null;
  }

  #keep<Kept>(into: Map<NodeId, Kept>, node: NodeId, kept: Kept): Kept {
    this.#nKept++;
    into.set(node, kept);
    return kept;
  }

  #dataSteps(node: NodeId, direction: 'incoming' | 'outgoing'): readonly DataStep[] {
    const program = this.#program;
    return along(program.graph[direction], node, 'defUse').map(({ node: other, label }): DataStep => {
      const [from, to] = direction === 'incoming' ? [other, node] : [node, other];
      return {
        node: other,
        variable: factsOf(program, from).names[label]!,
        isParameter: entersParameter(program, from, to),
        isInside: staysInside(program, from, to),
        isSameFunction: functionOf(program, from) === functionOf(program, to),
      };
    });
  }

  #controlSteps(node: NodeId, direction: 'incoming' | 'outgoing'): readonly NodeId[] {
    return othersAlong(this.#program.graph[direction], node, 'controlDependence');
  }

  #enteredFrom(site: NodeId): readonly EnteredCall[] {
    const program = this.#program;
    const found: EnteredCall[] = [];
    for (const { node: callee, link } of calleesOf(program, site)) {
      if (!isFunctionNode(program, callee)) continue;
      const { parameters, header } = scopeFacts(program, callee);
      const same = found.find(
        ({ link: { call } }) => call.start === link.call.start && call.end === link.call.end && link.site === site,
      );
      found.push({
        link,
        place: same?.place ?? ++this.#nPlaces,
        header: statementNode(program.graph, fileOf(program.graph, callee), header),
        results: this.#resultsOf(callee),
        filled: lazily(() =>
          parameters
            .flatMap(namesMade)
            .map((variable) => ({ variable, from: argumentsFor(link, parameters, variable) })),
        ),
      });
    }
    return found;
  }

  #resultsOf(callee: NodeId): readonly NodeId[] {
    return this.#results.get(callee) ?? this.#keep(this.#results, callee, findResults(this.#program, callee));
  }

  #headerStep(node: NodeId): HeaderStep {
    const { graph } = this.#program;
    const { scopes } = factsOf(this.#program, node);
    const statement = statementOf(this.#program, node);
    const scope = scopes.findIndex(({ header }) => header === statement);
    const callee = scopeNode(graph, fileOf(graph, node), scope);
    return { callee, parameters: scopes[scope]!.parameters, passed: new Map() };
  }
}

const dependencesByProgram = new WeakMap<Program, Dependences>();

export function dependencesOf(program: Program): Dependences {
  const known = dependencesByProgram.get(program);
  if (known !== undefined) return known;
  const made = new Dependences(program);
  dependencesByProgram.set(program, made);
  return made;
}

/** Whether a def-use edge comes from the header of the function that the use is in, so from a parameter. */
function entersParameter(program: Program, from: NodeId, to: NodeId): boolean {
  if (!isHeader(program, from) || fileOf(program.graph, from) !== fileOf(program.graph, to)) return false;
  const inside = factsOf(program, to).scopes[runningScope(program, to)]!;
  return inside.header === statementOf(program, from);
}

/** Whether an edge stays in one scope or among the functions nested in one another. */
function staysInside(program: Program, from: NodeId, to: NodeId): boolean {
  if (fileOf(program.graph, from) !== fileOf(program.graph, to)) return false;
  const [left, right] = [runningScope(program, from), runningScope(program, to)];
  if (left === right) return true;
  const { scopes } = factsOf(program, from);
  return scopes[left]!.kind === 'function' && scopes[right]!.kind === 'function';
}
