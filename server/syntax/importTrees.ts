/** Imports written as a tree, whose branches share the beginning of their paths: `use a::{b, c::{self, d as e}}`. */
import { part } from './captureVocabulary.ts';
import { childrenOf, childWithPart, type Extraction, type Place, textOf } from './extraction.ts';
import { bindImport } from './imports.ts';

export function extractImportTree(x: Extraction, node: number, place: Place): void {
  branch(x, node, place, []);
}

function branch(x: Extraction, node: number, place: Place, above: readonly string[]): void {
  const prefix = childWithPart(x, node, part.source);
  const path = prefix < 0 ? above : [...above, ...segmentsOf(x, prefix)];
  for (const child of childrenOf(x, node)) {
    const start = x.table.start[child]!;
    switch (x.part[child]) {
      case part.source:
      case part.alias:
        break;
      case part.imported: {
        const alias = childWithPart(x, node, part.alias);
        take(x, place, [...path, ...segmentsOf(x, child)], alias < 0 ? null : textOf(x, alias), start);
        break;
      }
      case part.wildcard: {
        const source = [...path, ...segmentsOf(x, child).filter((segment) => segment !== '*')].join('.');
        bindImport(x, place, { source, imported: '*', alias: null, start });
        break;
      }
      default:
        branch(x, child, place, path);
    }
  }
}

/** A path that ends in `self` is the module it stands in a group of; any other is a name of the module before it. */
function take(x: Extraction, place: Place, path: readonly string[], alias: string | null, start: number): void {
  const isModule = path.at(-1) === 'self' || path.length === 1;
  const own = path.length > 1 && path.at(-1) === 'self' ? path.slice(0, -1) : path;
  const [module, name] = [own.slice(0, -1), own.at(-1)!];
  if (isModule) bindImport(x, place, { source: own.join('.'), imported: null, alias: alias ?? name, start });
  else bindImport(x, place, { source: module.join('.'), imported: name, alias, start });
}

function segmentsOf(x: Extraction, node: number): readonly string[] {
  return textOf(x, node)
    .split('::')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
}
