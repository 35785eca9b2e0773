/** The snapshot over an assembled graph. Its answers are computed when asked, never stored. */
import type { Program } from '../core/flow/program.ts';
import { assembleGraph } from '../core/graph/assembleGraph.ts';
import { createElementIndex } from './elementIndex.ts';
import { graphStats } from './graphStats.ts';
import type { IndexedFile } from './indexedFile.ts';
import type { RepositorySnapshot } from './repositorySnapshot.ts';
import { answerSlice } from './sliceQuery.ts';
import { createStatementIndex } from './statementIndex.ts';
import { isTestPath } from './testConventions.ts';

/** A snapshot with the graph it answers from, for queries that live beside it. */
export interface CodeSnapshot extends RepositorySnapshot {
  readonly indexed: readonly IndexedFile[];
  readonly program: Program;
}

/** Assembles the graph of files, which come sorted by path. */
export function createSnapshot(indexed: readonly IndexedFile[]): CodeSnapshot {
  const program = assembleGraph(indexed);
  const fileIndex = new Map(indexed.map(({ facts }, index) => [facts.file, index]));
  const elements = createElementIndex(program);
  const statements = createStatementIndex(program);
  const ask = <Answer>(file: string, none: Answer, answer: (index: number) => Answer): Answer => {
    const index = fileIndex.get(file);
    return index === undefined ? none : answer(index);
  };
  return {
    indexed,
    program,
    files: indexed.map(({ facts }) => facts.file),
    elementsOf: (file) => ask(file, [], (index) => elements.elementsOf(index)),
    elementAt: (file, line) => ask(file, null, (index) => elements.elementAt(index, line)),
    statementAt: (file, line) =>
      ask(file, null, (index) => {
        const statement = statements.statementAt(index, line);
        return statement < 0 ? null : statements.spanOf(statements.nodeOf(index, statement));
      }),
    statementsOf: (file) =>
      ask(file, [], (index) =>
        Array.from(program.files[index]!.statements.line, (_, statement) =>
          statements.spanOf(statements.nodeOf(index, statement)),
        ),
      ),
    textOf: (file) => ask(file, null, (index) => indexed[index]!.text),
    slice: (query) => ask(query.file, [], (index) => answerSlice(program, statements, index, query)),
    testsReaching: () => [],
    isTestFile: (file) => ask(file, false, (index) => isTestPath(indexed[index]!.language.traits, file)),
    stats: () => graphStats(indexed, program),
  };
}
