/** The snapshot over an assembled graph. Its answers are computed when asked, never stored. */

import { collectCandidates } from '../core/flow/callCandidates.ts';
import type { Program } from '../core/flow/program.ts';
import type { Line } from '../core/ids.ts';
import { lazily } from '../core/lazily.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import { createCallerSteps } from './callerSteps.ts';
import { createElementIndex } from './elementIndex.ts';
import type { FileTable } from './fileTable.ts';
import { graphStats } from './graphStats.ts';
import type { IndexedFile } from './indexedFile.ts';
import { findNeighbors, type Neighborhood, type NeighborQuery } from './neighbors.ts';
import { withObservedCalls } from './observedCalls.ts';
import { findRelated, type RelatedElement, type RelatedQuery } from './relatedElements.ts';
import type { RepositorySnapshot, SliceQuery } from './repositorySnapshot.ts';
import { type ScopeSpan, scopesAround } from './scopeSpans.ts';
import { createSearch, type FoundElement } from './search.ts';
import { answerSlice } from './sliceQuery.ts';
import { createStatementIndex } from './statementIndex.ts';
import { isTestPath, testsBesideCode } from './testConventions.ts';
import { findTestsReaching } from './testsReaching.ts';

/** A snapshot with the graph it answers from, for queries that live beside it. */
export interface CodeSnapshot extends RepositorySnapshot {
  readonly indexed: readonly IndexedFile[];
  readonly program: Program;
  /** Elements by name or by words, best first. */
  search(query: string, limit: number): readonly FoundElement[];
  /** Empty for an unknown element. */
  neighbors(query: NeighborQuery): Neighborhood;
  /** Elements that are near others in the graph, the nearest first; empty where none of the others is known. */
  related(query: RelatedQuery): readonly RelatedElement[];
  /** The file, classes and functions around a line, outermost first; empty for an unknown file. */
  enclosing(file: string, at: Line): readonly ScopeSpan[];
}

/** Answers from files and the program assembled from them. */
export function createSnapshot(
  { files: indexed, paths, indexOf, callNames, words }: FileTable,
  program: Program,
  parsers: Pick<ParserSet, 'fixable'>,
): CodeSnapshot {
  const elements = createElementIndex(program, indexOf);
  const statements = createStatementIndex(program);
  const callerSteps = lazily(() => createCallerSteps(indexed, program, collectCandidates(program, callNames)));
  const search = createSearch(program.files, words);
  const ask = <Answer>(file: string, none: Answer, answer: (index: number) => Answer): Answer => {
    const index = indexOf.get(file);
    return index === undefined ? none : answer(index);
  };
  const statementNode = (file: string, line: Line) =>
    ask(file, null, (index) => {
      const statement = statements.statementAt(index, line);
      return statement < 0 ? null : statements.nodeOf(index, statement);
    });
  const snapshot: CodeSnapshot = {
    indexed,
    program,
    files: paths,
    elementsOf: (file) => ask(file, [], (index) => elements.elementsOf(index)),
    elementAt: (file, line) => ask(file, null, (index) => elements.elementAt(index, line)),
    statementAt(file, line) {
      const node = statementNode(file, line);
      return node === null ? null : statements.spanOf(node);
    },
    statementsOf: (file) =>
      ask(file, [], (index) =>
        Array.from(program.files[index]!.statements.line, (_, statement) =>
          statements.spanOf(statements.nodeOf(index, statement)),
        ),
      ),
    textOf: (file) => ask(file, null, (index) => indexed[index]!.text),
    slice: (query) => ask(query.file, [], (index) => answerSlice(program, statements, index, query)),
    observing(calls) {
      const observed = withObservedCalls(program, indexed, { elements, statementNode }, calls);
      const slice = (query: SliceQuery) =>
        ask(query.file, [], (index) => answerSlice(observed, statements, index, query));
      return { ...snapshot, slice };
    },
    testsReaching(targets, maxHops) {
      const nodes = targets.flatMap((target) => elements.nodesOf(target));
      return findTestsReaching(indexed, program, elements, callerSteps(), nodes, maxHops);
    },
    search: (query, limit) => search(query, limit),
    related: (query) => findRelated(program, query.elements.flatMap(elements.nodesOf), query),
    enclosing: (file, at) => ask(file, [], (index) => scopesAround(program, index, at)),
    neighbors: (query) => findNeighbors(program, elements.nodesOf(query.element), query),
    isTestFile: (file) => ask(file, false, (index) => isTestPath(indexed[index]!.language.traits, file)),
    hasTestsBesideCode: (file) => ask(file, false, (index) => testsBesideCode(indexed[index]!).length > 0),
    isAmongTests: (file, line) =>
      ask(file, false, (index) => testsBesideCode(indexed[index]!).some(([from, to]) => from <= line && line <= to)),
    fixable: (file) => ask(file, null, (index) => parsers.fixable(file, indexed[index]!.text)),
    languageOf: (file) => ask(file, null, (index) => indexed[index]!.language.traits.id),
    stats: () => graphStats(indexed, program),
  };
  return snapshot;
}
