/** Imports, as written. Which file they mean is resolved when all files are known. */
import { definitionKind, type ImportFacts } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { type Extraction, type Place, textOf } from './extraction.ts';

/** Records what an import statement takes, and defines the names it binds. */
export function extractImport(x: Extraction, node: number, place: Place): void {
  const takesNames = x.construct[node] === construct['import.names'];
  let source = '';
  let pending: { imported: string | null; alias: string | null; start: number } | null = null;
  const flush = (): void => {
    if (pending !== null) bind(x, place, { source, ...pending });
    pending = null;
  };
  for (let inner = node + 1; inner < x.table.after[node]!; inner++) {
    const start = x.table.start[inner]!;
    switch (x.part[inner]) {
      case part.source:
        flush();
        source = textOf(x, inner).replace(/\s/g, '');
        if (!takesNames) pending = { imported: null, alias: null, start };
        break;
      case part.imported:
        flush();
        pending = { imported: textOf(x, inner).replace(/\s/g, ''), alias: null, start };
        break;
      case part.wildcard:
        flush();
        pending = { imported: '*', alias: null, start };
        break;
      case part.alias:
        if (pending !== null)
          pending = { ...(pending as { imported: string | null; start: number }), alias: textOf(x, inner) };
        break;
    }
  }
  flush();
}

function bind(
  x: Extraction,
  { statement, scope }: Place,
  taken: { source: string; imported: string | null; alias: string | null; start: number },
): void {
  const { source, imported, alias, start } = taken;
  const bound = imported === '*' ? '' : (alias ?? imported ?? source.split('.')[0]!);
  const facts: ImportFacts = {
    statement,
    scope,
    source,
    imported,
    bound,
    bindsWhole: alias !== null || imported !== null,
  };
  const detail = x.facts.imports.push(facts) - 1;
  if (bound === '') return;
  x.facts.definition({ kind: definitionKind.import, statement, scope, name: x.facts.name(bound), start, detail });
}
