/** What slices are made from: the graph, the facts of its files, and which call runs which function. */
import {
  along,
  anchorNode,
  type CodeGraph,
  type Edge,
  fileOf,
  indexOf,
  kindOf,
  nodeKind,
  scopeNode,
  statementNode,
} from '../graph/codeGraph.ts';
import type { CallFacts, FileFacts, ScopeFacts } from '../graph/fileFacts.ts';
import { statementKind } from '../graph/fileFacts.ts';
import type { NodeId } from '../ids.ts';

/** One call site with the function it runs. */
export interface CallLink {
  readonly site: NodeId;
  readonly callee: NodeId;
  readonly call: CallFacts;
  /** How many parameters the call itself fills before its arguments: the receiver of a method. */
  readonly nImplicit: number;
  /** Whether the receiver is the object the call is written on, rather than a new one. */
  readonly receiverIsWritten: boolean;
}

export interface Program {
  readonly graph: CodeGraph;
  readonly files: readonly FileFacts[];
  /** Calls that names could not resolve and a run was seen to make. */
  readonly observed: ObservedCalls;
}

/** A call along which one goes: the other end, and how. */
export interface CallEdge {
  readonly node: NodeId;
  readonly link: CallLink;
}

export interface ObservedCalls {
  readonly outgoing: ReadonlyMap<NodeId, readonly CallEdge[]>;
  readonly incoming: ReadonlyMap<NodeId, readonly CallEdge[]>;
}

export const nothingObserved: ObservedCalls = { outgoing: new Map(), incoming: new Map() };

export interface UnresolvedCall {
  readonly site: NodeId;
  readonly call: CallFacts;
}

export function factsOf(program: Program, node: NodeId): FileFacts {
  return program.files[fileOf(program.graph, node)]!;
}

/** The call behind a `calls` edge from `site`. */
export function linkOf({ graph }: Program, site: NodeId, { label }: Edge): CallLink {
  const linked = graph.segments[fileOf(graph, site)]!.links.calls[label]!;
  const { call, nImplicit, receiverIsWritten, file, anchor } = linked;
  return { site, callee: anchorNode(graph, file, anchor), call, nImplicit, receiverIsWritten };
}

/** Calls of which nothing certain is known. What they may run is a guess by name (`callCandidates`). */
export function* unresolvedCalls(program: Program): Generator<UnresolvedCall> {
  for (let file = 0; file < program.files.length; file++) yield* unresolvedIn(program, file);
}

/** The same for one file. */
export function* unresolvedIn({ graph, files }: Program, file: number): Generator<UnresolvedCall> {
  for (const index of graph.segments[file]!.links.unresolved) {
    const call = files[file]!.calls[index]!;
    yield { site: statementNode(graph, file, call.statement), call };
  }
}

/** What a statement calls, by the graph and by observation. */
export function* calleesOf(program: Program, site: NodeId): Generator<CallEdge> {
  for (const edge of along(program.graph.outgoing, site, 'calls')) {
    yield { node: edge.node, link: linkOf(program, site, edge) };
  }
  yield* program.observed.outgoing.get(site) ?? [];
}

/** The statements that call a function or class, by the graph and by observation. */
export function* callersOf(program: Program, callee: NodeId): Generator<CallEdge> {
  for (const edge of along(program.graph.incoming, callee, 'calls')) {
    yield { node: edge.node, link: linkOf(program, edge.node, edge) };
  }
  yield* program.observed.incoming.get(callee) ?? [];
}

/** The statement index of a statement node in its file. */
export function statementOf(program: Program, node: NodeId): number {
  return indexOf(program.graph, node);
}

/** The scope a statement runs in: for a function's header the scope around it. */
export function runningScope(program: Program, node: NodeId): number {
  return factsOf(program, node).statements.scope[statementOf(program, node)]!;
}

export function scopeFacts(program: Program, node: NodeId): ScopeFacts {
  return factsOf(program, node).scopes[indexOf(program.graph, node)]!;
}

/** The function whose code a statement belongs to; `null` for module and class level. */
export function functionOf(program: Program, node: NodeId): NodeId | null {
  const scope = runningScope(program, node);
  const isFunction = factsOf(program, node).scopes[scope]!.kind === 'function';
  return isFunction ? scopeNode(program.graph, fileOf(program.graph, node), scope) : null;
}

export function isHeader(program: Program, node: NodeId): boolean {
  const kind = factsOf(program, node).statements.kind[statementOf(program, node)];
  return kind === statementKind.function || kind === statementKind.class;
}

export function isFunctionNode(program: Program, node: NodeId): boolean {
  return kindOf(program.graph, node) === nodeKind.function;
}
