/** What unresolved calls may run: functions of the same name. A guess, kept apart from `calls` edges. */
import type { NodeId } from '../ids.ts';
import type { Program, UnresolvedCall } from './program.ts';

export interface CallCandidates {
  /** Every function of the name the call ends with. */
  of(call: UnresolvedCall): readonly NodeId[];
  /** Unresolved calls for which `callee` is the only candidate. */
  sitesOfOnly(callee: NodeId): readonly UnresolvedCall[];
}

export function collectCandidates(program: Program): CallCandidates {
  const byName = new Map<string, NodeId[]>();
  program.files.forEach(({ scopes }, file) => {
    scopes.forEach(({ kind, name }, scope) => {
      if (kind === 'function') append(byName, name, (program.graph.fileNodes[file]! + scope) as NodeId);
    });
  });
  const sites = new Map<NodeId, UnresolvedCall[]>();
  for (const call of program.unresolved) {
    const candidates = byName.get(call.call.member) ?? [];
    if (candidates.length === 1) append(sites, candidates[0]!, call);
  }
  return {
    of: ({ call }) => byName.get(call.member) ?? [],
    sitesOfOnly: (callee) => sites.get(callee) ?? [],
  };
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
