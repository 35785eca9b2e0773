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

/** What a statement calls, by the graph and by observation; for a method without a body those that give it one too. */
export function* calleesOf(program: Program, site: NodeId): Generator<CallEdge> {
  for (const edge of along(program.graph.outgoing, site, 'calls')) {
    const link = linkOf(program, site, edge);
    yield { node: edge.node, link };
    if (!isDeclaredOnly(program, edge.node)) continue;
    for (const node of overriding(program, edge.node, 'incoming')) yield { node, link: { ...link, callee: node } };
  }
  yield* program.observed.outgoing.get(site) ?? [];
}

/** The statements that call a function or class, or a method without a body that it overrides. */
export function* callersOf(program: Program, callee: NodeId): Generator<CallEdge> {
  const declared = isFunctionNode(program, callee)
    ? overriding(program, callee, 'outgoing').filter((node) => isDeclaredOnly(program, node))
    : [];
  for (const called of [callee, ...declared]) {
    for (const edge of along(program.graph.incoming, called, 'calls'))
      yield { node: edge.node, link: { ...linkOf(program, edge.node, edge), callee } };
  }
  yield* program.observed.incoming.get(callee) ?? [];
}

function isDeclaredOnly(program: Program, node: NodeId): boolean {
  return isFunctionNode(program, node) && !scopeFacts(program, node).hasBody;
}

/** Methods declared in more places than this say nothing of one call. */
const mostOverriding = 24;

/** The methods that override one, at any depth, or those it overrides; none where they are too many to tell anything. */
function overriding({ graph }: Program, method: NodeId, direction: 'incoming' | 'outgoing'): readonly NodeId[] {
  const found = new Set<NodeId>([method]);
  for (const one of found) {
    for (const { node } of along(graph[direction], one, 'overrides')) found.add(node);
    if (found.size > mostOverriding) return [];
  }
  found.delete(method);
  return [...found];
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
