/**
 * The graph of all files, from what each says alone and what they mean to one another. Rebuilt whole when a file
 * changes; the facts it is built from are not.
 */
import type { CallLink, Program } from '../flow/program.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { scopeOfHeader } from './analyzedFile.ts';
import { GraphBuilder } from './graphBuilder.ts';

export function assembleGraph(files: readonly AnalyzedFile[]): Program {
  const builder = new GraphBuilder(files.map(({ facts }) => facts));
  const links: CallLink[] = [];
  files.forEach((file, index) => {
    addContains(builder, file, index);
    addFlow(builder, file, index);
  });
  return { graph: builder.finish(), files: files.map(({ facts }) => facts), links };
}

/** A header belongs to the function or class it opens, any other statement to the scope it runs in. */
function addContains(builder: GraphBuilder, { facts }: AnalyzedFile, file: number): void {
  facts.scopes.forEach(({ parent }, scope) => {
    if (parent >= 0) builder.edge('contains', builder.scope(file, parent), builder.scope(file, scope));
  });
  const opened = scopeOfHeader(facts);
  facts.statements.scope.forEach((scope, statement) => {
    builder.edge('contains', builder.scope(file, opened.get(statement) ?? scope), builder.statement(file, statement));
  });
}

function addFlow(builder: GraphBuilder, { facts, flow }: AnalyzedFile, file: number): void {
  flow.dataFrom.forEach((definition, edge) => {
    const from = facts.definitions.statement[definition]!;
    const to = facts.uses.statement[flow.dataTo[edge]!]!;
    builder.edge(
      'defUse',
      builder.statement(file, from),
      builder.statement(file, to),
      facts.definitions.name[definition]!,
    );
  });
  flow.controlFrom.forEach((controller, edge) => {
    const dependent = flow.controlTo[edge]!;
    builder.edge('controlDependence', builder.statement(file, controller), builder.statement(file, dependent));
  });
}
