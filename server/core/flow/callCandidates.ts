/** What unresolved calls may run: functions of the same name. A guess, kept apart from `calls` edges. */
import { append } from '../append.ts';
import { along, scopeNode } from '../graph/codeGraph.ts';
import type { NodeId } from '../ids.ts';
import { type Program, type UnresolvedCall, unresolvedCalls } from './program.ts';

export interface CallCandidates {
  /** Every function of the name the call ends with. */
  of(call: UnresolvedCall): readonly NodeId[];
  /** Unresolved calls whose candidates are `callee` alone, or it and methods that override one another with it. */
  sitesOfOnly(callee: NodeId): readonly UnresolvedCall[];
}

export function collectCandidates(program: Program): CallCandidates {
  const byName = new Map<string, NodeId[]>();
  program.files.forEach(({ scopes }, file) => {
    scopes.forEach(({ kind, name }, scope) => {
      if (kind === 'function') append(byName, name, scopeNode(program.graph, file, scope));
    });
  });
  const sites = new Map<NodeId, UnresolvedCall[]>();
  const isOneFamily = new Map<string, boolean>();
  for (const call of unresolvedCalls(program)) {
    const { member } = call.call;
    const candidates = byName.get(member) ?? [];
    const isOne =
      isOneFamily.get(member) ?? new Set(candidates.map((node) => rootOfOverrides(program, node))).size === 1;
    isOneFamily.set(member, isOne);
    if (isOne) for (const candidate of candidates) append(sites, candidate, call);
  }
  return {
    of: ({ call }) => byName.get(call.member) ?? [],
    sitesOfOnly: (callee) => sites.get(callee) ?? [],
  };
}

/** The last of the methods that a method overrides, directly or not; itself where it overrides none. */
function rootOfOverrides(program: Program, method: NodeId): NodeId {
  const { graph } = program;
  let root = method;
  const seen = new Set<NodeId>([method]);
  for (const one of seen) {
    for (const { node } of along(graph.outgoing, one, 'overrides')) seen.add(node);
    root = one;
  }
  return root;
}
