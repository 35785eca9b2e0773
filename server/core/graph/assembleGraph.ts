/**
 * The graph of all files, from what each says alone and what they mean to one another. Rebuilt whole when a file
 * changes; the facts it is built from are not.
 */
import { type CallLink, nothingObserved, type Program, type UnresolvedCall } from '../flow/program.ts';
import type { NodeId } from '../ids.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { scopeOfHeader } from './analyzedFile.ts';
import { type CallResolution, type CallTarget, createCallResolution } from './callResolution.ts';
import type { CallFacts } from './fileFacts.ts';
import { GraphBuilder } from './graphBuilder.ts';
import { attributeReads, importedReads } from './sharedState.ts';

export function assembleGraph(files: readonly AnalyzedFile[]): Program {
  const builder = new GraphBuilder(files.map(({ facts }) => facts));
  const resolution = createCallResolution(files);
  const links: CallLink[] = [];
  const unresolved: UnresolvedCall[] = [];
  files.forEach((file, index) => {
    addContains(builder, file, index);
    addFlow(builder, file, index);
    addImports(builder, file, index, resolution);
    addInherits(builder, file, index, resolution);
    addCalls(builder, file, index, resolution, { links, unresolved });
    addShared(builder, files, index, resolution);
  });
  return {
    graph: builder.finish(),
    files: files.map(({ facts }) => facts),
    links,
    unresolved,
    observed: nothingObserved,
  };
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

/** From a file to the module it imports, and to the function or class it takes from there. */
function addImports(builder: GraphBuilder, { facts }: AnalyzedFile, file: number, { names }: CallResolution): void {
  for (const taken of facts.imports) {
    const module = names.imported(file, { ...taken, imported: null, bindsWhole: true });
    if (module?.kind === 'module' && module.file !== file)
      builder.edge('imports', file0(file), builder.scope(module.file, 0));
    if (taken.imported === null || taken.imported === '*') continue;
    const found = names.imported(file, taken);
    if (found?.kind === 'function' || found?.kind === 'class') {
      builder.edge('imports', file0(file), builder.scope(found.file, found.scope));
    } else if (found?.kind === 'module' && found.file !== file) {
      builder.edge('imports', file0(file), builder.scope(found.file, 0));
    }
  }

  function file0(index: number): number {
    return builder.scope(index, 0);
  }
}

function addInherits(builder: GraphBuilder, { facts }: AnalyzedFile, file: number, { names }: CallResolution): void {
  facts.scopes.forEach(({ kind }, scope) => {
    if (kind !== 'class') return;
    for (const base of names.bases({ kind: 'class', file, scope })) {
      builder.edge('inherits', builder.scope(file, scope), builder.scope(base.file, base.scope));
    }
  });
}

function addCalls(
  builder: GraphBuilder,
  { facts }: AnalyzedFile,
  file: number,
  resolution: CallResolution,
  { links, unresolved }: { readonly links: CallLink[]; readonly unresolved: UnresolvedCall[] },
): void {
  facts.calls.forEach((call, index) => {
    const target = resolution.target(file, index);
    if (target === null) {
      unresolved.push({ site: builder.statement(file, call.statement) as NodeId, call });
      return;
    }
    link(call, target);
  });
  for (const { call, target } of resolution.propertyReads(file)) link(call, target);

  function link(call: CallFacts, target: CallTarget): void {
    const { nImplicit, receiverIsWritten } = target;
    const site = builder.statement(file, call.statement) as NodeId;
    const callee = builder.scope(target.callee.file, target.callee.scope) as NodeId;
    builder.edge('calls', site, callee, links.push({ site, callee, call, nImplicit, receiverIsWritten }) - 1);
  }
}

function addShared(
  builder: GraphBuilder,
  files: readonly AnalyzedFile[],
  file: number,
  { names }: CallResolution,
): void {
  for (const reads of [importedReads(files, names, file), attributeReads(files, names, file)]) {
    for (const { fromFile, definition, toFile, statement } of reads) {
      const { definitions } = files[fromFile]!.facts;
      const from = builder.statement(fromFile, definitions.statement[definition]!);
      builder.edge('defUse', from, builder.statement(toFile, statement), definitions.name[definition]!);
    }
  }
}
