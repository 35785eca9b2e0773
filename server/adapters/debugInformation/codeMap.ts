/**
 * What an address of a compiled program means: its line, its function, and the basic block it begins. Blocks are told by the
 * calls of the probe the compiler put at their beginning; a block reaches to the next one. Leaves out names as people read
 * them.
 */
import { readFile } from 'node:fs/promises';
import { type Elf, type ElfSymbol, readElf, type Section, symbolsOf, viewOf } from './elf.ts';
import { type LineTable, readLineTable } from './lineTable.ts';

const probe = '__sanitizer_cov_trace_pc';
const hooks = ['__cyg_profile_func_enter', '__cyg_profile_func_exit'];

export interface CodeMap {
  readonly table: LineTable;
  /** Where each probe returns to, ascending: the beginnings of blocks. */
  readonly sites: Float64Array;
  /** Where the calls return to that tell of a function's beginning and end. */
  readonly hooks: readonly number[];
  /** By address. */
  readonly functions: readonly ElfSymbol[];
  readonly symbols: ReadonlySet<string>;
  /** The row of the line table an address is in, or -1. */
  rowAt(address: number): number;
  functionAt(address: number): ElfSymbol | null;
  /** One past the last address of the block that begins at `site`; the call of the next one's probe is not of this. */
  blockEnd(site: number): number;
  /** Whether an unconditional jump within its function stands right before an address: what follows is no part of the block. */
  isAfterJump(address: number): boolean;
  /** How long the instruction is that calls a probe. */
  readonly callBytes: number;
}

/** The map of the program at `path`; `null` where it is none that can be read. */
export async function readCodeMap(path: string): Promise<CodeMap | null> {
  const elf = readElf(await readFile(path).catch(() => new Uint8Array()));
  return elf === null ? null : codeMapOf(elf);
}

export function codeMapOf(elf: Elf): CodeMap {
  const table = readLineTable(elf);
  const symbols = symbolsOf(elf, '.symtab');
  const functions = symbols
    .filter(({ isFunction, isDefined, size }) => isFunction && isDefined && size > 0)
    .sort((a, b) => a.address - b.address || a.size - b.size);
  const starts = Float64Array.from(functions, ({ address }) => address);
  const sites = Float64Array.from(callsOf(elf, symbols, [probe])).sort();
  const callBytes = elf.machine === 'aarch64' ? 4 : 5;
  const functionAt = (address: number) => {
    const found = functions[lastUpTo(starts, address)];
    return found !== undefined && address < found.address + found.size ? found : null;
  };
  return {
    table,
    sites,
    hooks: callsOf(elf, symbols, hooks),
    functions,
    symbols: new Set([...symbols, ...symbolsOf(elf, '.dynsym')].map(({ name }) => name)),
    rowAt(address) {
      const row = lastUpTo(table.addresses, address);
      return row === -1 || table.lines[row] === 0 ? -1 : row;
    },
    functionAt,
    callBytes,
    isAfterJump: (address) => isAfterJump(elf, functionAt(address), address),
    blockEnd(site) {
      const next = (sites[lastUpTo(sites, site) + 1] ?? Number.POSITIVE_INFINITY) - callBytes;
      const inside = functionAt(site);
      return Math.min(next, inside === null ? site + 1 : inside.address + inside.size);
    },
  };
}

/** The index of the last that is not greater than `value`, or -1; of equal ones the last. */
export function lastUpTo(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** x86-64: `eb` with a distance of 8 bits, or `e9` with one of 32. */
function isAfterJump(elf: Elf, inside: ElfSymbol | null, address: number): boolean {
  const section = elf.sections.find(
    (one) => (one.flags & 4n) !== 0n && one.address <= address - 5 && address <= one.address + one.bytes.length,
  );
  if (section === undefined || inside === null || elf.machine !== 'x86-64') return false;
  const view = viewOf(section.bytes);
  const at = address - section.address;
  const distances = [
    ...(view.getUint8(at - 2) === 0xeb ? [view.getInt8(at - 1)] : []),
    ...(view.getUint8(at - 5) === 0xe9 ? [view.getInt32(at - 4, true)] : []),
  ];
  return distances.some((distance) => {
    const target = address + distance;
    return inside.address <= target && target < inside.address + inside.size;
  });
}

/** Return addresses of all direct calls of these functions, or of their entries in the procedure linkage table. */
function callsOf(elf: Elf, symbols: readonly ElfSymbol[], names: readonly string[]): number[] {
  const own = symbols.filter(({ name, isDefined }) => names.includes(name) && isDefined);
  const targets = new Set([...own.map(({ address }) => address), ...linkedEntries(elf, names)]);
  if (targets.size === 0) return [];
  const executable = elf.sections.filter(({ name, flags }) => (flags & 4n) !== 0n && !name.startsWith('.plt'));
  return executable.flatMap((section) => (elf.machine === 'aarch64' ? branches : calls)(section, targets));
}

/** x86-64: `e8` and a distance of 32 bits. */
function calls({ bytes, address }: Section, targets: ReadonlySet<number>): number[] {
  const view = viewOf(bytes);
  const found: number[] = [];
  for (let at = bytes.indexOf(0xe8); at !== -1 && at + 5 <= bytes.length; at = bytes.indexOf(0xe8, at + 1)) {
    if (targets.has(address + at + 5 + view.getInt32(at + 1, true))) found.push(address + at + 5);
  }
  return found;
}

/** AArch64: `bl` and a distance of 26 bits, in words. */
function branches({ bytes, address }: Section, targets: ReadonlySet<number>): number[] {
  const view = viewOf(bytes);
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at, true);
    if (word >>> 26 === 0x25 && targets.has(address + at + ((word << 6) >> 4))) found.push(address + at + 4);
  }
  return found;
}

/** x86-64: entries of the procedure linkage table that jump to them in another module: `ff 25` and a distance. */
function linkedEntries(elf: Elf, names: readonly string[]): number[] {
  const relocations = elf.section('.rela.plt');
  const symbols = symbolsOf(elf, '.dynsym');
  if (relocations === undefined || elf.machine !== 'x86-64') return [];
  const view = viewOf(relocations.bytes);
  const slots = new Set<number>();
  for (let at = 0; at + 24 <= relocations.bytes.length; at += 24) {
    if (names.includes(symbols[view.getUint32(at + 12, true)]?.name ?? ''))
      slots.add(Number(view.getBigUint64(at, true)));
  }
  return elf.sections
    .filter(({ name }) => name.startsWith('.plt'))
    .flatMap(({ bytes, address }) => {
      const code = viewOf(bytes);
      const found: number[] = [];
      for (let at = 0; at + 6 <= bytes.length; at++) {
        if (bytes[at] !== 0xff || bytes[at + 1] !== 0x25) continue;
        // Entries are 16 bytes long and aligned; the jump may stand behind a landing mark.
        if (slots.has(address + at + 6 + code.getInt32(at + 2, true))) found.push(address + at - (at % 16));
      }
      return found;
    });
}
