/**
 * After any change the graph is the one that indexing everything anew would give: nodes, edges both ways with what
 * their labels mean, unresolved calls; and, once a run, answers. Small programs of each language, changed at random.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../server/analysis/analysisHost.ts';
import type { CodeSnapshot } from '../server/analysis/codeSnapshot.ts';
import { linkOf, unresolvedCalls } from '../server/core/flow/program.ts';
import { edgesOf, kindOf } from '../server/core/graph/codeGraph.ts';
import type { NodeId } from '../server/core/ids.ts';
import { line } from '../server/core/ids.ts';
import { testParsers } from './parsers.ts';
import { anEdit, changesOf, type Edit, type Sources, specPrograms } from './programEdits.ts';

const parsers = await testParsers();
const editsPerRun = 12;
const runs = Number(process.env.EDIT_RUNS ?? 84);

for (const { traits } of parsers.languages.filter((language) => !language.traits.isDocument)) {
  const programs = specPrograms(traits.extensions);
  test(`${traits.id}: ${runs * editsPerRun} edits`, () => {
    const edits = fc.array(anEdit, { minLength: editsPerRun, maxLength: editsPerRun });
    const isAsNew = fc.property(fc.nat(programs.length - 1), edits, (program, some) => {
      follow(programs[program]!, some);
    });
    fc.assert(isAsNew, { numRuns: runs, seed: Number(process.env.EDIT_SEED ?? 7) });
  });
}

function follow(program: Sources, edits: readonly Edit[]): void {
  const host = createAnalysisHost(parsers);
  let sources = program;
  host.applyChange(changed(sources));
  for (const [index, edit] of edits.entries()) {
    const changes = changesOf(sources, edit);
    const next: Record<string, string> = {};
    for (const [path, text] of Object.entries({ ...sources, ...changes })) if (text !== null) next[path] = text;
    sources = next;
    const followed = host.applyChange(changed(changes));
    const other = createAnalysisHost(parsers);
    const anew = other.applyChange(changed(sources));
    other.dispose();
    expect(meaningOf(followed)).toEqual(meaningOf(anew));
    if (index === edits.length - 1) expect(answersOf(followed)).toEqual(answersOf(anew));
  }
  host.dispose();
}

function changed(texts: Readonly<Record<string, string | null>>) {
  return Object.entries(texts).map(([file, text]) => ({ file, text }));
}

/** Everything a snapshot says, in an order of its own. Files have the same facts, so nodes have the same numbers. */
function meaningOf(snapshot: CodeSnapshot) {
  const { program } = snapshot;
  const { graph } = program;
  const outgoing: string[] = [];
  const incoming: string[] = [];
  const kinds: number[] = [];
  for (let at = 0; at < graph.nNodes; at++) {
    const node = at as NodeId;
    kinds.push(kindOf(graph, node));
    for (const edge of edgesOf(graph.outgoing, node)) {
      outgoing.push(`${edge.kind} ${node}-${edge.node} ${edge.kind === 'calls' ? callOf(node, edge) : edge.label}`);
    }
    for (const edge of edgesOf(graph.incoming, node)) {
      incoming.push(
        `${edge.kind} ${edge.node}-${node} ${edge.kind === 'calls' ? callOf(edge.node, edge) : edge.label}`,
      );
    }
  }
  return {
    files: snapshot.files,
    kinds,
    outgoing: outgoing.sort(),
    incoming: incoming.sort(),
    unresolved: [...unresolvedCalls(program)].map(({ site, call }) => `${site} ${call.start} ${call.member}`).sort(),
    stats: snapshot.stats(),
  };

  function callOf(site: NodeId, edge: { node: NodeId; label: number }): string {
    const { callee, call, nImplicit, receiverIsWritten } = linkOf(program, site, edge);
    return `${callee} ${call.start} ${call.end} ${nImplicit} ${receiverIsWritten}`;
  }
}

function answersOf(snapshot: CodeSnapshot) {
  return snapshot.files.flatMap((file) => answersAbout(snapshot, file));
}

function answersAbout(snapshot: CodeSnapshot, file: string) {
  const query = { file, variable: null, interprocedural: true, maxDepth: 6, maxSteps: 40, executed: null } as const;
  const last = snapshot.statementsOf(file).at(-1);
  const elements = snapshot.elementsOf(file);
  return [
    last === undefined ? [] : snapshot.slice({ ...query, line: line(last.line), direction: 'backward' }),
    elements[0] === undefined ? [] : snapshot.search(elements[0].name, 5),
    snapshot.testsReaching(
      elements.slice(0, 2).map(({ id }) => id),
      4,
    ),
  ];
}
