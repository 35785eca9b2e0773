/**
 * Plain values as bytes and back: columns rather than records, each text once, typed arrays as they lie, so that reading
 * them copies nothing. For values made of numbers, texts, booleans, `null`, lists, objects and typed arrays; lists of
 * objects must be alike.
 */

import { columnOf, type IntegerColumn } from '../core/integerColumn.ts';

type Columns = IntegerColumn | Uint8Array | Uint16Array | Uint32Array;
const columnTypes = [Uint8Array, Int8Array, Int16Array, Int32Array, Uint32Array, Uint16Array] as const;

const tag = { null: 0, false: 1, true: 2, integer: 3, text: 4, list: 5, rows: 6, object: 7, column: 8 } as const;
/** How one field of many alike objects is kept. */
const field = { integers: 0, texts: 1, lists: 2, any: 3 } as const;

/** Four integers: lengths of the value, of the text offsets, of the texts in bytes, of the columns in bytes. */
const headerLength = 4;

/** Throws a `TypeError` for what it has no form for. */
export function pack(value: unknown): Uint8Array {
  const integers: number[] = [];
  const texts = new Map<string, number>();
  const columns: Columns[] = [];
  let columnBytes = 0;
  add(value);
  return joined();

  function add(one: unknown): void {
    if (one === null || one === undefined) integers.push(tag.null);
    else if (typeof one === 'boolean') integers.push(one ? tag.true : tag.false);
    else if (typeof one === 'number') integers.push(tag.integer, checked(one));
    else if (typeof one === 'string') integers.push(tag.text, textOf(one));
    else if (Array.isArray(one)) addList(one);
    else if (ArrayBuffer.isView(one)) {
      integers.push(tag.column);
      addColumn(one as Columns);
    } else addObject(one as Readonly<Record<string, unknown>>);
  }

  function addObject(one: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(one);
    integers.push(tag.object, keys.length, ...keys.map(textOf));
    for (const key of keys) add(one[key]);
  }

  function addList(list: readonly unknown[]): void {
    const [first] = list;
    const isRows = typeof first === 'object' && first !== null && !Array.isArray(first) && !ArrayBuffer.isView(first);
    if (isRows) addRows(list as readonly Readonly<Record<string, unknown>>[], Object.keys(first));
    else {
      integers.push(tag.list, list.length);
      addField(list);
    }
  }

  function addRows(rows: readonly Readonly<Record<string, unknown>>[], keys: readonly string[]): void {
    integers.push(tag.rows, rows.length, keys.length, ...keys.map(textOf));
    for (const key of keys) addField(rows.map((row) => row[key]));
  }

  function addField(values: readonly unknown[]): void {
    if (values.every((one) => typeof one === 'number')) {
      integers.push(field.integers);
      addColumn(columnOf(values.map(checked)));
    } else if (values.every((one) => typeof one === 'string' || one === null)) {
      integers.push(field.texts);
      addColumn(columnOf(values.map((one) => (one === null ? -1 : textOf(one)))));
    } else if (values.every(Array.isArray)) {
      integers.push(field.lists);
      addColumn(columnOf(values.map((one) => one.length)));
      addList(values.flat());
    } else {
      integers.push(field.any);
      for (const one of values) add(one);
    }
  }

  function addColumn(column: Columns): void {
    const type = columnTypes.findIndex((known) => column instanceof known);
    if (type < 0) throw new TypeError('Cannot pack this kind of column');
    integers.push(type, columnBytes, column.length);
    columns.push(column);
    columnBytes += aligned(column.byteLength);
  }

  function textOf(text: string): number {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  }

  function joined(): Uint8Array {
    const all = [...texts.keys()];
    const offsets = new Int32Array(all.length + 1);
    for (const [index, text] of all.entries()) offsets[index + 1] = offsets[index]! + text.length;
    const written = Buffer.from(all.join(''), 'utf8');
    const textBytes = aligned(written.length);
    const start = (headerLength + integers.length + offsets.length) * 4;
    const bytes = new Uint8Array(start + textBytes + columnBytes);
    const head = new Int32Array(bytes.buffer, 0, headerLength + integers.length + offsets.length);
    head.set([integers.length, offsets.length, written.length, columnBytes]);
    head.set(integers, headerLength);
    head.set(offsets, headerLength + integers.length);
    bytes.set(written, start);
    let at = start + textBytes;
    for (const { buffer, byteOffset, byteLength } of columns) {
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      at += aligned(byteLength);
    }
    return bytes;
  }
}

/** The value packed in `bytes`, which begin at a multiple of four of their buffer; its columns are views of them. */
export function unpack(bytes: Uint8Array): unknown {
  const { buffer, byteOffset } = bytes;
  const [nIntegers = 0, nOffsets = 0, textBytes = 0] = new Int32Array(buffer, byteOffset, headerLength);
  const integers = new Int32Array(buffer, byteOffset + headerLength * 4, nIntegers);
  const offsets = new Int32Array(buffer, byteOffset + (headerLength + nIntegers) * 4, nOffsets);
  const textStart = byteOffset + (headerLength + nIntegers + nOffsets) * 4;
  const written = Buffer.from(buffer as ArrayBuffer, textStart, textBytes).toString('utf8');
  const columnStart = textStart + aligned(textBytes);
  const texts = new Array<string>(Math.max(0, nOffsets - 1));
  for (let text = 0; text < texts.length; text++) texts[text] = written.slice(offsets[text], offsets[text + 1]);
  let at = 0;
  return read();

  function read(): unknown {
    switch (integers[at++]) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.integer:
        return integers[at++];
      case tag.text:
        return texts[integers[at++]!];
      case tag.list:
        return readField(integers[at++]!);
      case tag.rows:
        return readRows();
      case tag.object:
        return readObject();
      case tag.column:
        return readColumn();
      default:
        throw new TypeError('Cannot unpack: the bytes were not packed here');
    }
  }

  function readKeys(): readonly string[] {
    const nKeys = integers[at++]!;
    return Array.from({ length: nKeys }, () => texts[integers[at++]!]!);
  }

  function readObject(): unknown {
    const made: Record<string, unknown> = {};
    for (const key of readKeys()) made[key] = read();
    return made;
  }

  function readRows(): readonly unknown[] {
    const length = integers[at++]!;
    const keys = readKeys();
    const fields = keys.map(() => readField(length));
    const rows = new Array<Record<string, unknown>>(length);
    for (let row = 0; row < length; row++) {
      const made: Record<string, unknown> = {};
      for (let key = 0; key < keys.length; key++) made[keys[key]!] = fields[key]![row];
      rows[row] = made;
    }
    return rows;
  }

  function readField(length: number): readonly unknown[] {
    switch (integers[at++]) {
      case field.integers:
        return Array.from(readColumn());
      case field.texts:
        return textsOf(readColumn());
      case field.lists: {
        const lengths = readColumn();
        const all = read() as readonly unknown[];
        const lists = new Array<readonly unknown[]>(lengths.length);
        for (let list = 0, from = 0; list < lists.length; from += lengths[list++]!)
          lists[list] = all.slice(from, from + lengths[list]!);
        return lists;
      }
      default:
        return Array.from({ length }, read);
    }
  }

  function textsOf(column: Columns): readonly (string | null)[] {
    const found = new Array<string | null>(column.length);
    for (let at = 0; at < found.length; at++) found[at] = texts[column[at]!] ?? null;
    return found;
  }

  function readColumn(): Columns {
    const type = columnTypes[integers[at++]!]!;
    const offset = integers[at++]!;
    return new type(buffer as ArrayBuffer, columnStart + offset, integers[at++]!);
  }
}

/** The next multiple of four, at which columns may begin. */
export function aligned(length: number): number {
  return (length + 3) & ~3;
}

function checked(value: number): number {
  if ((value | 0) !== value) throw new TypeError(`Cannot pack ${value}: it is no integer of 32 bits`);
  return value;
}
