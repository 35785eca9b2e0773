/**
 * Imports written as paths, of which the last name is what is taken, unless names or a wildcard follow:
 * `import a.b.C`, `import a.b.{C, D => E}`, `import a.b.*`.
 */
import { part } from './captureVocabulary.ts';
import { type Extraction, type Place, textOf } from './extraction.ts';
import { bindImport } from './imports.ts';

interface Path {
  readonly start: number;
  /** Grows with each source that follows the one before it, with but a separator between. */
  end: number;
  alias: string | null;
  readonly taken: { imported: string; alias: string | null; readonly start: number }[];
}

export function extractPathImport(x: Extraction, node: number, place: Place): void {
  const paths: Path[] = [];
  for (let inner = node + 1; inner < x.table.after[node]!; inner++) {
    const [start, end] = [x.table.start[inner]!, x.table.end[inner]!];
    const path = paths.at(-1);
    switch (x.part[inner]) {
      case part.source:
        if (path !== undefined && isJoined(x.text.slice(path.end, start))) path.end = end;
        else paths.push({ start, end, alias: null, taken: [] });
        break;
      case part.imported:
      case part.wildcard:
        path?.taken.push({ imported: x.part[inner] === part.wildcard ? '*' : textOf(x, inner), alias: null, start });
        break;
      case part.alias: {
        const last = path?.taken.at(-1);
        if (last !== undefined) last.alias = textOf(x, inner);
        else if (path !== undefined) path.alias = textOf(x, inner);
        break;
      }
    }
  }
  for (const path of paths) bindPath(x, path, place);
}

function isJoined(between: string): boolean {
  return /^\s*(\.|::)\s*$/.test(between);
}

function bindPath(x: Extraction, { start, end, alias, taken }: Path, place: Place): void {
  const source = x.text.slice(start, end).replace(/\s/g, '').replaceAll('::', '.');
  for (const one of taken) bindImport(x, place, { source, ...one });
  const dot = source.lastIndexOf('.');
  if (taken.length > 0 || dot < 0) return;
  bindImport(x, place, { source: source.slice(0, dot), imported: source.slice(dot + 1), alias, start });
}
