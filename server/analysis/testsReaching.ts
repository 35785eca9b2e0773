/** Tests from which a call path leads to given elements: breadth first, backwards along calls. */
import { type Program, scopeFacts } from '../core/flow/program.ts';
import { along, fileOf, indexOf, kindOf, nodeKind } from '../core/graph/codeGraph.ts';
import type { NodeId } from '../core/ids.ts';
import type { CallerSteps } from './callerSteps.ts';
import type { ElementIndex } from './elementIndex.ts';
import type { IndexedFile } from './indexedFile.ts';
import type { TestElement } from './repositorySnapshot.ts';
import { isTestScope } from './testConventions.ts';

/** Nearest first, then in the order of files and lines. Guesses by name only where no call edge leads to a test. */
export function findTestsReaching(
  indexed: readonly IndexedFile[],
  program: Program,
  elements: ElementIndex,
  steps: CallerSteps,
  targets: readonly NodeId[],
  maxHops: number,
): readonly TestElement[] {
  const start = targets.flatMap((target) => [target, ...membersOf(program, target)]);
  const certain = walk((node) => steps.callersOf(node));
  return certain.length > 0 ? certain : walk((node) => [...steps.callersOf(node), ...steps.guessedCallersOf(node)]);

  function walk(callersOf: (node: NodeId) => readonly NodeId[]): readonly TestElement[] {
    const seen = new Set<NodeId>(start);
    const tests: TestElement[] = [];
    let frontier = [...seen].sort((a, b) => a - b);
    for (let hops = 0; hops <= maxHops && frontier.length > 0; hops++) {
      const next = new Set<NodeId>();
      for (const node of frontier) {
        const file = fileOf(program.graph, node);
        const { facts, language } = indexed[file]!;
        const scope = indexOf(program.graph, node);
        if (isTestScope(language.traits, facts, scope))
          tests.push({ element: elements.elementOfScope(file, scope)!, hops });
        for (const caller of callersOf(node)) {
          if (seen.has(caller)) continue;
          seen.add(caller);
          next.add(caller);
        }
      }
      frontier = [...next].sort((a, b) => a - b);
    }
    return tests;
  }
}

/** To reach a class is to reach any of its methods. */
function membersOf(program: Program, target: NodeId): readonly NodeId[] {
  if (kindOf(program.graph, target) !== nodeKind.class) return [];
  return [...along(program.graph.outgoing, target, 'contains')].flatMap(({ node }) =>
    kindOf(program.graph, node) === nodeKind.function && scopeFacts(program, node).kind === 'function' ? [node] : [],
  );
}
