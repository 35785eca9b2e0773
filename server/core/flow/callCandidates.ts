/** What unresolved calls may run: functions of the same name. A guess, kept apart from `calls` edges. */
import { along, scopeNode, statementNode } from '../graph/codeGraph.ts';
import type { NodeId } from '../ids.ts';
import { type CallNames, createCallNames } from './callNames.ts';
import type { Program, UnresolvedCall } from './program.ts';
import { scopeFacts } from './program.ts';

export interface CallCandidates {
  /** Every function of the name the call ends with. */
  of(call: UnresolvedCall): readonly NodeId[];
  /** Unresolved calls whose candidates are `callee` alone, or it and methods that override one another with it. */
  sitesOfOnly(callee: NodeId): readonly UnresolvedCall[];
}

/** `names` may be kept from one version of the same files to the next, which then costs only what has changed. */
export function collectCandidates(program: Program, names: CallNames = createCallNames()): CallCandidates {
  names.note(program);
  const functions = new Map<string, readonly NodeId[]>();
  const sites = new Map<string, readonly UnresolvedCall[]>();
  return {
    of: ({ call }) => functionsOf(call.member),
    sitesOfOnly(callee) {
      const { name, kind } = scopeFacts(program, callee);
      if (kind !== 'function') return [];
      const known = sites.get(name) ?? (isOneFamily(program, functionsOf(name)) ? sitesOf(name) : []);
      sites.set(name, known);
      return known;
    },
  };

  function functionsOf(name: string): readonly NodeId[] {
    const known = functions.get(name);
    if (known !== undefined) return known;
    const found = names
      .filesWithFunction(name)
      .flatMap((file) =>
        program.files[file]!.scopes.flatMap((one, scope) =>
          one.kind === 'function' && one.name === name ? [scopeNode(program.graph, file, scope)] : [],
        ),
      );
    functions.set(name, found);
    return found;
  }

  function sitesOf(name: string): readonly UnresolvedCall[] {
    const found: UnresolvedCall[] = [];
    for (const file of names.filesWithCall(name)) {
      const { calls } = program.files[file]!;
      for (const index of program.graph.segments[file]!.links.unresolved) {
        const call = calls[index]!;
        if (call.member === name) found.push({ site: statementNode(program.graph, file, call.statement), call });
      }
    }
    return found;
  }
}

/** Whether methods override one another; one function alone does. */
function isOneFamily(program: Program, functions: readonly NodeId[]): boolean {
  const [first, ...others] = functions;
  if (first === undefined) return false;
  const root = rootOfOverrides(program, first);
  return others.every((other) => rootOfOverrides(program, other) === root);
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
