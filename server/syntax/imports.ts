/** Imports, as written. Which file they mean is resolved when all files are known. */
import { firstSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, type ImportFacts } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import { type Extraction, type Place, textOf } from './extraction.ts';

interface Taken {
  readonly imported: string | null;
  readonly alias: string | null;
  readonly start: number;
}

/**
 * Records what an import takes, and defines the names it binds. An alias belongs to the name before it, or to the first
 * one where it stands before all; a source counts from where it stands, the first one from the start.
 */
export function extractImport(x: Extraction, node: number, place: Place): void {
  const takesNames = x.construct[node] === construct['import.names'];
  const isEverywhere = x.construct[node] === construct['import.everywhere'];
  const takesAll = isEverywhere || x.construct[node] === construct['import.all'];
  const first = takesNames ? firstSource(x, node) : -1;
  let source = first < 0 ? '' : textOf(x, first).replace(/\s/g, '');
  let leading: string | null = null;
  let pending: Taken | null = null;
  const take = (taken: Taken | null): void => {
    if (pending !== null) bindImport(x, place, { source, isEverywhere, ...pending });
    pending = taken === null || leading === null ? taken : { ...taken, alias: leading };
    if (taken !== null) leading = null;
  };
  for (let inner = node + 1; inner < x.table.after[node]!; inner++) {
    const start = x.table.start[inner]!;
    switch (x.part[inner]) {
      case part.source:
        if (inner === first) break;
        take(null);
        source = textOf(x, inner).replace(/\s/g, '');
        if (!takesNames) take({ imported: takesAll ? '*' : null, alias: null, start });
        break;
      case part.imported:
        take({ imported: textOf(x, inner).replace(/\s/g, ''), alias: null, start });
        break;
      case part.wildcard:
        take({ imported: '*', alias: null, start });
        break;
      case part.default:
        take({ imported: 'default', alias: textOf(x, inner), start });
        break;
      case part.name:
        take({ imported: null, alias: textOf(x, inner), start });
        break;
      case part.alias:
        if (pending === null) leading = textOf(x, inner);
        else pending = { ...(pending as Taken), alias: textOf(x, inner) };
        break;
    }
  }
  take(null);
}

function firstSource(x: Extraction, node: number): number {
  for (let inner = node + 1; inner < x.table.after[node]!; inner++) if (x.part[inner] === part.source) return inner;
  return -1;
}

/** What a module is bound to where nothing else is written. */
function nameOfModule(source: string, binds: 'first' | 'last' | 'none'): string {
  if (binds === 'first') return firstSegment(source);
  const isSegment = (segment: string) => segment !== '';
  return binds === 'none' ? '' : (source.split(/[^\p{L}\p{N}_$]+/u).findLast(isSegment) ?? source);
}

/** Records one thing taken, and defines the name it is bound to. */
export function bindImport(
  x: Extraction,
  { statement, scope }: Place,
  taken: Taken & { readonly source: string; readonly isEverywhere?: boolean },
): void {
  const { source, imported, alias, start, isEverywhere = false } = taken;
  const bound = imported === '*' ? '' : (alias ?? imported ?? nameOfModule(source, x.traits.importBinds));
  const facts: ImportFacts = {
    statement,
    scope,
    source,
    imported,
    bound: isEverywhere ? '*' : bound,
    bindsWhole: alias !== null || imported !== null || x.traits.importBinds !== 'first',
  };
  const detail = x.facts.imports.push(facts) - 1;
  if (bound === '') return;
  x.facts.definition({ kind: definitionKind.import, statement, scope, name: x.facts.name(bound), start, detail });
}
