/**
 * What the addresses of one compiled program mean in the repository: places of blocks, functions by the graph's names. Leaves
 * out how a run recorded them.
 */
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { line as toLine } from '../../../core/ids.ts';
import type { TracedCode } from '../../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';
import { type CodeMap, lastUpTo } from '../../debugInformation/codeMap.ts';
import type { ElfSymbol } from '../../debugInformation/elf.ts';
import { isInside } from '../../disk/confinedPath.ts';
import { isForeign } from '../../reports/repositoryPaths.ts';
import { qualifiedName } from './functionNames.ts';

/** A line of the repository that the code at an address belongs to. */
export interface Place {
  readonly address: number;
  readonly file: string;
  readonly line: number;
}

export interface ProgramCode {
  readonly map: CodeMap;
  /** Lines of the repository in the block that begins at `site`, in order of address; each once in a row. */
  placesOf(site: number): readonly Place[];
  placeAt(address: number): Place | null;
  /** The file of a row of the line table, where it is the repository's own. */
  fileOfRow(row: number): string | null;
  /** The function around an address, where it is code of the repository. */
  codeAt(address: number): TracedCode | null;
  frameAt(address: number): StackFrame | null;
  /** Whether a block begins its function: it runs once for each call. */
  isEntry(site: number): boolean;
  /** Beginnings of blocks without code of a file that is wanted. */
  ignoredSites(isWanted: (file: string) => boolean): readonly number[];
  /** Which of the blocks that begin on the same line of the same function this is, or `null` where it is the only one. */
  branchAt(site: number): { readonly file: string; readonly line: number; readonly index: number } | null;
}

/** Functions of a program whose code is of the repository, by their mangled names: what a demangler is to be asked. */
export function repositoryFunctions(map: CodeMap, repository: string): readonly string[] {
  const fileOf = filesOf(map, repository);
  const named = map.functions.filter(({ address }) => {
    const row = map.rowAt(address);
    return row !== -1 && fileOf(row) !== null;
  });
  return [...new Set(named.map(({ name }) => name))];
}

/** `names`: demangled by mangled. `testNames`: of classes GoogleTest makes for tests, `Suite_Name` by what the graph says. */
export function programCode(
  map: CodeMap,
  repository: string,
  names: ReadonlyMap<string, string>,
  testNames: ReadonlyMap<string, string>,
): ProgramCode {
  const { table, sites } = map;
  const fileOf = filesOf(map, repository);
  const places = new Map<number, readonly Place[]>();
  const codes = new Map<ElfSymbol, TracedCode | null>();
  let branches: ReadonlyMap<number, { file: string; line: number; index: number }> | null = null;

  function placeOfRow(row: number, address: number): Place | null {
    const file = row === -1 || table.lines[row] === 0 ? null : fileOf(row);
    return file === null ? null : { address, file, line: table.lines[row]! };
  }

  function readPlaces(site: number): readonly Place[] {
    const end = map.blockEnd(site);
    const found: Place[] = [];
    const first = lastUpTo(table.addresses, site);
    // A block without a row of its own has no line; the one before it in memory lends it a wrong one.
    const isOwn = first !== -1 && site - map.callBytes <= table.addresses[first]!;
    for (let row = isOwn ? first : first + 1; row < table.addresses.length; row++) {
      const address = Math.max(site, table.addresses[row]!);
      // Behind a jump the way into another block may begin, before the call of its probe.
      if (end <= address || (address !== site && map.isAfterJump(address))) break;
      // Of several rows at one address the last is meant.
      if (table.addresses[row + 1] === table.addresses[row]) continue;
      const place = placeOfRow(row, address);
      const last = found.at(-1);
      if (place !== null && (last?.line !== place.line || last.file !== place.file)) found.push(place);
    }
    return found;
  }

  function placesOf(site: number): readonly Place[] {
    let found = places.get(site);
    if (found === undefined) {
      found = readPlaces(site);
      places.set(site, found);
    }
    return found;
  }

  function codeOf(symbol: ElfSymbol): TracedCode | null {
    const place = placeOfRow(map.rowAt(symbol.address), symbol.address);
    if (place === null) return null;
    const name = qualifiedName(names.get(symbol.name) ?? symbol.name);
    const test = /(\w+)_Test\.TestBody$/.exec(name)?.[1];
    const said = test === undefined ? undefined : testNames.get(test);
    return { file: place.file, qualifiedName: said ?? name, firstLine: place.line };
  }

  function codeAt(address: number): TracedCode | null {
    const symbol = map.functionAt(address);
    if (symbol === null) return null;
    let code = codes.get(symbol);
    if (code === undefined) {
      code = codeOf(symbol);
      codes.set(symbol, code);
    }
    return code;
  }

  function readBranches() {
    const onLine = new Map<string, { site: number; file: string; line: number }[]>();
    for (const site of sites) {
      const first = placesOf(site)[0];
      if (first === undefined) continue;
      const key = `${map.functionAt(site)?.address} ${first.file} ${first.line}`;
      const same = onLine.get(key) ?? [];
      onLine.set(key, same);
      same.push({ site, file: first.file, line: first.line });
    }
    const several = [...onLine.values()].filter((same) => same.length > 1);
    return new Map(
      several.flatMap((same) => same.map(({ site, file, line }, index) => [site, { file, line, index }] as const)),
    );
  }

  return {
    map,
    placesOf,
    fileOfRow: fileOf,
    placeAt: (address) => placeOfRow(map.rowAt(address), address),
    codeAt,
    frameAt(address) {
      const place = placeOfRow(map.rowAt(address), address);
      if (place === null) return null;
      const name = codeAt(address)?.qualifiedName ?? '';
      return { file: place.file, line: toLine(place.line), function: name, inRepository: true, locals: [] };
    },
    isEntry(site) {
      const inside = map.functionAt(site);
      return inside !== null && (sites[lastUpTo(sites, site) - 1] ?? -1) < inside.address;
    },
    ignoredSites: (isWanted) => [...sites].filter((site) => !placesOf(site).some(({ file }) => isWanted(file))),
    branchAt(site) {
      branches ??= readBranches();
      return branches.get(site) ?? null;
    },
  };
}

/** The file of a row, relative to the repository; `null` for code that is not the repository's own. */
function filesOf(map: CodeMap, repository: string): (row: number) => string | null {
  const root = realpathSync.native(repository);
  const known = map.table.files.map((path) => {
    const file = isInside(root, path) ? relative(root, path).split(sep).join('/') : null;
    return file === null || file === '' || isForeign(file) ? null : file;
  });
  return (row) => known[map.table.fileIndexes[row]!] ?? null;
}
