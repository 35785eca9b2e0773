/**
 * Who may run a function, one step up, for finding tests: its callers, the callers of what it overrides, the tests its
 * class sets up, and those that ask for it as a fixture. Wider than `calls` edges, as a missed test costs more here.
 */
import type { CallCandidates } from '../core/flow/callCandidates.ts';
import { isFunctionNode, type Program, scopeFacts } from '../core/flow/program.ts';
import { along, fileOf, indexOf, scopeNode } from '../core/graph/codeGraph.ts';
import type { NodeId } from '../core/ids.ts';
import type { IndexedFile } from './indexedFile.ts';
import { isFixture, isSetup, isSuite, isTestScope } from './testConventions.ts';

export interface CallerSteps {
  callersOf(node: NodeId): readonly NodeId[];
  /** Callers by name alone, where only one function has the name. */
  guessedCallersOf(node: NodeId): readonly NodeId[];
}

export function createCallerSteps(
  indexed: readonly IndexedFile[],
  program: Program,
  candidates: CallCandidates,
): CallerSteps {
  const { graph } = program;
  let askers: ReadonlyMap<string, readonly NodeId[]> | null = null;

  return {
    callersOf(node) {
      const callers = [...along(graph.incoming, node, 'calls')].flatMap(({ node: site }) => enclosing(site));
      if (!isFunctionNode(program, node)) return callers;
      const parent = scopeNode(graph, fileOf(graph, node), scopeFacts(program, node).parent);
      if (isFunctionNode(program, parent)) callers.push(parent);
      return [...callers, ...overridden(node), ...setUpTests(node), ...askersOf(node)];
    },
    guessedCallersOf: (node) => candidates.sitesOfOnly(node).flatMap(({ site }) => enclosing(site)),
  };

  /** The function a call site is in; at module or class level nobody in particular runs it. */
  function enclosing(site: NodeId): readonly NodeId[] {
    const { statements, scopes } = program.files[fileOf(graph, site)]!;
    const scope = statements.scope[indexOf(graph, site)]!;
    return scopes[scope]!.kind === 'function' ? [scopeNode(graph, fileOf(graph, site), scope)] : [];
  }

  /** Methods it overrides, whose callers may get this one. */
  function overridden(node: NodeId): readonly NodeId[] {
    return along(graph.outgoing, node, 'overrides').map((edge) => edge.node);
  }

  function setUpTests(node: NodeId): readonly NodeId[] {
    const { facts, language } = indexed[fileOf(graph, node)]!;
    if (!isSetup(language.traits, facts, indexOf(graph, node))) return [];
    const owner = scopeNode(graph, fileOf(graph, node), scopeFacts(program, node).parent);
    return testsIn(owner).filter((member) => member !== node);
  }

  /** The methods of a class; of a file or a suite, its tests and those of the suites in it. */
  function testsIn(owner: NodeId): readonly NodeId[] {
    const { facts, language } = indexed[fileOf(graph, owner)]!;
    const isClass = facts.scopes[indexOf(graph, owner)]!.kind === 'class';
    return [...along(graph.outgoing, owner, 'contains')].flatMap(({ node: member }): readonly NodeId[] => {
      if (!isFunctionNode(program, member)) return [];
      const scope = indexOf(graph, member);
      if (isSuite(language.traits, facts, scope)) return testsIn(member);
      return isClass || isTestScope(language.traits, facts, scope) ? [member] : [];
    });
  }

  /** Functions with a parameter named after a fixture, in its file or below its folder. */
  function askersOf(node: NodeId): readonly NodeId[] {
    const { facts, language } = indexed[fileOf(graph, node)]!;
    if (!isFixture(language.traits, facts, indexOf(graph, node))) return [];
    askers ??= collectAskers();
    const folder = facts.file.slice(0, facts.file.lastIndexOf('/') + 1);
    const all = askers.get(scopeFacts(program, node).name) ?? [];
    return all.filter((asker) => asker !== node && program.files[fileOf(graph, asker)]!.file.startsWith(folder));
  }

  function collectAskers(): ReadonlyMap<string, readonly NodeId[]> {
    const byName = new Map<string, NodeId[]>();
    program.files.forEach(({ scopes }, file) => {
      scopes.forEach(({ parameters }, scope) => {
        for (const { name } of parameters) {
          const known = byName.get(name);
          if (known === undefined) byName.set(name, [scopeNode(graph, file, scope)]);
          else known.push(scopeNode(graph, file, scope));
        }
      });
    });
    return byName;
  }
}
