/**
 * The line tables of a program (`.debug_line`, DWARF 4 and 5): which address belongs to which line of which file. Leaves out
 * columns, views and discriminators, and compressed or split debug information.
 */
import { isAbsolute, join } from 'node:path';
import { type Elf, text, viewOf } from './elf.ts';

/** Rows in order of address; row `i` holds from its address to that of row `i + 1`. */
export interface LineTable {
  readonly files: readonly string[];
  readonly addresses: Float64Array;
  /** 0 where no line is meant. */
  readonly lines: Uint32Array;
  readonly fileIndexes: Uint32Array;
}

interface Row {
  readonly address: number;
  readonly file: number;
  readonly line: number;
}

/** All line tables of the program as one. What cannot be read is left out: a unit of another version, or one cut short. */
export function readLineTable(elf: Elf): LineTable {
  const bytes = elf.section('.debug_line')?.bytes ?? new Uint8Array();
  const strings = {
    line: elf.section('.debug_line_str')?.bytes ?? new Uint8Array(),
    other: elf.section('.debug_str')?.bytes ?? new Uint8Array(),
  };
  const files: string[] = [];
  const fileIndexes = new Map<string, number>();
  const indexOf = (path: string) => {
    const known = fileIndexes.get(path);
    if (known !== undefined) return known;
    const index = files.push(path) - 1;
    fileIndexes.set(path, index);
    return index;
  };
  const sequences: Row[][] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const { end, start } = unitAt(bytes, at);
    if (end === null) break;
    try {
      readUnit(bytes.subarray(start, end), strings, indexOf, sequences);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    at = end;
  }
  sequences.sort((a, b) => a[0]!.address - b[0]!.address);
  const rows = sequences.flat();
  return {
    files,
    addresses: Float64Array.from(rows, ({ address }) => address),
    lines: Uint32Array.from(rows, ({ line }) => line),
    fileIndexes: Uint32Array.from(rows, ({ file }) => file),
  };
}

function unitAt(bytes: Uint8Array, at: number): { start: number; end: number | null } {
  const view = viewOf(bytes);
  const short = view.getUint32(at, true);
  const isLong = short === 0xffffffff;
  const start = at + (isLong ? 12 : 4);
  const length = isLong && start <= bytes.length ? Number(view.getBigUint64(at + 4, true)) : short;
  // 64-bit tables are for programs of more than 4 GB.
  return { start, end: isLong || bytes.length < start + length ? null : start + length };
}

interface Strings {
  readonly line: Uint8Array;
  readonly other: Uint8Array;
}

function readUnit(bytes: Uint8Array, strings: Strings, indexOf: (path: string) => number, out: Row[][]): void {
  const from = reader(bytes);
  const version = from.u16();
  if (version !== 4 && version !== 5) return;
  if (version === 5) from.skip(2);
  const program = from.u32() + from.at();
  const header = { minLength: from.u8(), maxOps: from.u8(), isStatement: from.u8() };
  const lineBase = from.i8();
  const lineRange = from.u8();
  const opcodeBase = from.u8();
  const lengths = Array.from({ length: Math.max(0, opcodeBase - 1) }, () => from.u8());
  const paths = version === 5 ? paths5(from, strings) : paths4(from);
  const known = new Map<number, number>();
  const fileOf = (index: number) => {
    let found = known.get(index);
    if (found === undefined) {
      found = indexOf(paths[index] ?? '');
      known.set(index, found);
    }
    return found;
  };
  from.seek(program);
  if (lineRange === 0) return;

  let sequence: Row[] = [];
  let state = { address: 0, file: 1, line: 1 };
  const emit = () => sequence.push({ ...state, file: fileOf(state.file) });
  while (from.at() < bytes.length) {
    const opcode = from.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      state.address += Math.floor(adjusted / lineRange) * header.minLength;
      state.line += lineBase + (adjusted % lineRange);
      emit();
    } else if (opcode === 0) {
      const length = from.uleb();
      const next = from.at() + length;
      const extended = length === 0 ? 0 : from.u8();
      if (extended === 1) {
        sequence.push({ address: state.address, file: fileOf(state.file), line: 0 });
        // Code the linker threw away is left at address 0.
        if (sequence[0]!.address !== 0) out.push(sequence);
        sequence = [];
        state = { address: 0, file: 1, line: 1 };
      } else if (extended === 2) state.address = from.u64();
      from.seek(next);
    } else if (opcode === 1) emit();
    else if (opcode === 2) state.address += from.uleb() * header.minLength;
    else if (opcode === 3) state.line += from.sleb();
    else if (opcode === 4) state.file = from.uleb();
    else if (opcode === 8) state.address += Math.floor((255 - opcodeBase) / lineRange) * header.minLength;
    else if (opcode === 9) state.address += from.u16();
    else if (opcode !== 6 && opcode !== 7) for (let n = lengths[opcode - 1] ?? 0; n > 0; n--) from.uleb();
  }
}

type Reader = ReturnType<typeof reader>;

function reader(bytes: Uint8Array) {
  const view = viewOf(bytes);
  let at = 0;
  const after = (n: number) => {
    at += n;
    return at - n;
  };
  const uleb = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = view.getUint8(after(1));
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  return {
    at: () => at,
    seek: (to: number) => {
      at = to;
    },
    skip: (n: number) => after(n),
    u8: () => view.getUint8(after(1)),
    i8: () => view.getInt8(after(1)),
    u16: () => view.getUint16(after(2), true),
    u32: () => view.getUint32(after(4), true),
    u64: () => Number(view.getBigUint64(after(8), true)),
    uleb,
    sleb: () => {
      let value = 0;
      for (let shift = 1; ; ) {
        const byte = view.getUint8(after(1));
        value += (byte & 127) * shift;
        shift *= 128;
        if (byte < 128) return byte & 64 ? value - shift : value;
      }
    },
    string: () => {
      const found = text(bytes, at);
      at = bytes.indexOf(0, at) + 1;
      if (at === 0) throw new RangeError('A text without an end');
      return found;
    },
  };
}

function paths4(from: Reader): readonly string[] {
  const folders = [''];
  for (let folder = from.string(); folder !== ''; folder = from.string()) folders.push(folder);
  const paths = [''];
  for (let name = from.string(); name !== ''; name = from.string()) {
    paths.push(joined(folders[from.uleb()] ?? '', name));
    from.uleb();
    from.uleb();
  }
  return paths;
}

function paths5(from: Reader, strings: Strings): readonly string[] {
  const folders = entries(from, strings).map(({ path }) => path);
  const root = folders[0] ?? '';
  return entries(from, strings).map(({ path, folder }) => joined(joined(root, folders[folder] ?? ''), path));
}

function entries(from: Reader, strings: Strings): readonly { path: string; folder: number }[] {
  const form = Array.from({ length: from.u8() }, () => [from.uleb(), from.uleb()] as const);
  return Array.from({ length: from.uleb() }, () => {
    let path = '';
    let folder = 0;
    for (const [content, encoding] of form) {
      const value = readForm(from, encoding, strings);
      if (content === 1 && typeof value === 'string') path = value;
      else if (content === 2 && typeof value === 'number') folder = value;
    }
    return { path, folder };
  });
}

/** A value of one of the forms that line tables use; `null` for those that are only to be passed over. */
function readForm(from: Reader, form: number, strings: Strings): string | number | null {
  switch (form) {
    case 0x08:
      return from.string();
    case 0x0e:
      return text(strings.other, from.u32());
    case 0x1f:
      return text(strings.line, from.u32());
    case 0x0f:
      return from.uleb();
    case 0x0b:
      return from.u8();
    case 0x05:
      return from.u16();
    case 0x06:
      return from.u32();
    case 0x1e:
      from.skip(16);
      return null;
    case 0x09:
      from.skip(from.uleb());
      return null;
    default:
      throw new RangeError(`A form of DWARF that line tables do not use: ${form}`);
  }
}

function joined(folder: string, name: string): string {
  return isAbsolute(name) || folder === '' ? name : join(folder, name);
}
