/** Sections and symbols of a 64-bit little-endian ELF file. Leaves out what they mean, and all other kinds of program. */

export interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly link: number;
}

export interface ElfSymbol {
  readonly name: string;
  /** As the file has it: without the bias of a loaded program. */
  readonly address: number;
  readonly size: number;
  readonly isFunction: boolean;
  readonly isDefined: boolean;
}

export interface Elf {
  readonly machine: 'x86-64' | 'aarch64' | 'other';
  readonly sections: readonly Section[];
  section(name: string): Section | undefined;
}

const machines: Readonly<Record<number, Elf['machine']>> = { 62: 'x86-64', 183: 'aarch64' };
const noBits = 8;

/** The file's parts, or `null` where it is no such ELF file or is cut short. The sections look into `file`. */
export function readElf(file: Uint8Array): Elf | null {
  try {
    return parse(file);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function parse(file: Uint8Array): Elf | null {
  const view = viewOf(file);
  if (file.length < 64 || view.getUint32(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) return null;
  const start = Number(view.getBigUint64(40, true));
  const size = view.getUint16(58, true);
  const count = view.getUint16(60, true);
  const header = (index: number) => {
    const at = start + index * size;
    const type = view.getUint32(at + 4, true);
    const offset = Number(view.getBigUint64(at + 24, true));
    const length = type === noBits ? 0 : Number(view.getBigUint64(at + 32, true));
    if (file.length < offset + length) throw new RangeError('A section ends after the file');
    return {
      nameAt: view.getUint32(at, true),
      type,
      flags: view.getBigUint64(at + 8, true),
      address: Number(view.getBigUint64(at + 16, true)),
      bytes: file.subarray(offset, offset + length),
      link: view.getUint32(at + 40, true),
    };
  };
  const names = header(view.getUint16(62, true)).bytes;
  const sections = Array.from({ length: count }, (_, index) => {
    const { nameAt, ...rest } = header(index);
    return { name: text(names, nameAt), ...rest };
  });
  const machine = machines[view.getUint16(18, true)] ?? 'other';
  return { machine, sections, section: (name) => sections.find((section) => section.name === name) };
}

/** The symbols of a table (`.symtab`, `.dynsym`), in its order; none where there is no such table. */
export function symbolsOf(elf: Elf, table: string): readonly ElfSymbol[] {
  const section = elf.section(table);
  const names = section === undefined ? undefined : elf.sections[section.link]?.bytes;
  if (section === undefined || names === undefined) return [];
  const view = viewOf(section.bytes);
  const found: ElfSymbol[] = [];
  for (let at = 0; at + 24 <= section.bytes.length; at += 24) {
    const kind = section.bytes[at + 4]! & 15;
    found.push({
      name: text(names, view.getUint32(at, true)),
      address: Number(view.getBigUint64(at + 8, true)),
      size: Number(view.getBigUint64(at + 16, true)),
      isFunction: kind === 2 || kind === 10,
      isDefined: view.getUint16(at + 6, true) !== 0,
    });
  }
  return found;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The text from `at` to the next zero byte. */
export function text(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return decoder.decode(bytes.subarray(at, end === -1 ? bytes.length : end));
}

const decoder = new TextDecoder();
