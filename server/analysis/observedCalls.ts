/**
 * Calls a run was seen to make, put to those that names alone left unresolved: dynamic dispatch, factories, registries.
 * What names did resolve stays as it is.
 */
import type { CallEdge, CallLink, ObservedCalls, Program, UnresolvedCall } from '../core/flow/program.ts';
import { scopeFacts, unresolvedIn } from '../core/flow/program.ts';
import { fileOf, scopeNode } from '../core/graph/codeGraph.ts';
import type { Line, NodeId } from '../core/ids.ts';
import type { ElementIndex } from './elementIndex.ts';
import type { IndexedFile } from './indexedFile.ts';
import type { ObservedCall } from './repositorySnapshot.ts';

export interface CallPlaces {
  readonly elements: ElementIndex;
  /** The statement at a place, or `null`. */
  readonly statementNode: (file: string, line: Line) => NodeId | null;
}

/** The program with `calls` beside its own edges. A call that fits no unresolved call at its statement is passed over. */
export function withObservedCalls(
  program: Program,
  indexed: readonly IndexedFile[],
  { elements, statementNode }: CallPlaces,
  calls: readonly ObservedCall[],
): Program {
  const unresolvedAt = new Map<NodeId, UnresolvedCall[]>();
  const looked = new Set<number>();
  /** A run calls from few of the repository's files: only those are looked through. */
  const unresolvedFor = (site: NodeId): readonly UnresolvedCall[] => {
    const file = fileOf(program.graph, site);
    if (!looked.has(file)) {
      for (const call of unresolvedIn(program, file)) {
        const others = unresolvedAt.get(call.site);
        if (others === undefined) unresolvedAt.set(call.site, [call]);
        else others.push(call);
      }
      looked.add(file);
    }
    return unresolvedAt.get(site) ?? [];
  };
  const outgoing = new Map<NodeId, CallEdge[]>();
  const incoming = new Map<NodeId, CallEdge[]>();
  for (const { file, line, callee: element } of calls) {
    const site = statementNode(file, line);
    const [callee] = elements.nodesOf(element);
    if (site === null || callee === undefined) continue;
    const link = linkOf(program, indexed, unresolvedFor(site), callee);
    if (link === null) continue;
    outgoing.set(site, [...(outgoing.get(site) ?? []), { node: callee, link }]);
    incoming.set(callee, [...(incoming.get(callee) ?? []), { node: site, link }]);
  }
  const observed: ObservedCalls = { outgoing, incoming };
  return { ...program, observed };
}

function linkOf(
  program: Program,
  indexed: readonly IndexedFile[],
  unresolved: readonly UnresolvedCall[],
  callee: NodeId,
): CallLink | null {
  const file = fileOf(program.graph, callee);
  const { traits } = indexed[file]!.language;
  const { name, parent, decorators } = scopeFacts(program, callee);
  const owner = parent < 0 ? null : scopeFacts(program, scopeNode(program.graph, file, parent));
  const isMethod = owner?.kind === 'class' && !decorators.some((decorator) => traits.receiverless.has(decorator));
  const direct = unresolved.find(({ call }) => call.member === name);
  if (direct !== undefined) {
    const { site, call } = direct;
    return { site, callee, call, nImplicit: isMethod ? 1 : 0, receiverIsWritten: isMethod };
  }
  const making = unresolved.find(({ call }) => name === traits.constructorName && call.member === owner?.name);
  if (making === undefined) return null;
  return { site: making.site, callee, call: making.call, nImplicit: 1, receiverIsWritten: false };
}
