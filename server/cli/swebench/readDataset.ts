/** A dataset file as published, row by row: Parquet, JSON Lines, or JSON. What cannot be used is told, not left out. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CliRefusal, exitStatus } from '../exitStatus.ts';
import { malformed, type Row, readRow } from './instance.ts';

export interface Dataset {
  readonly rows: readonly Row[];
  readonly sha256: string;
}

/** Throws a refusal where the file cannot be read at all. */
export async function readDataset(path: string): Promise<Dataset> {
  const read = readers[extname(path).toLowerCase()];
  const refuse = (why: string): never => {
    throw new CliRefusal(`Cannot read the dataset "${path}": ${why}`, exitStatus.usage);
  };
  if (read === undefined) return refuse('its name ends in none of .parquet, .jsonl and .json');
  try {
    const bytes = readFileSync(path);
    return { rows: withoutTwins(await read(bytes)), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const readers: Readonly<Record<string, (bytes: Buffer) => Promise<readonly Row[]>>> = {
  '.parquet': async (bytes) => {
    const file = new Uint8Array(bytes).buffer;
    return (await parquetReadObjects({ file, compressors })).map((row, index) => readRow(row, index + 1));
  },
  '.jsonl': async (bytes) =>
    textOf(bytes)
      .split('\n')
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, number }) => readLine(line, number)),
  '.json': async (bytes) => {
    const document: unknown = JSON.parse(textOf(bytes));
    if (Array.isArray(document)) return document.map((row, index) => readRow(row, index + 1));
    const byId = Object.entries(document as Readonly<Record<string, unknown>>);
    return byId.map(([id, row], index) => readRow({ instance_id: id, ...(row as object) }, index + 1));
  },
};

/** Without the mark that some editors put before it. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function readLine(line: string, number: number): Row {
  try {
    return readRow(JSON.parse(line), number);
  } catch {
    return malformed(`row-${number}`, '', 'it is not JSON');
  }
}

/** An id stands for one row: a second one of the same id is told as a row of its own. */
function withoutTwins(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  const taken = new Set(rows.map(idOf));
  const unused = (name: string): string => {
    if (taken.has(name)) return unused(`${name}-again`);
    taken.add(name);
    return name;
  };
  return rows.map((row, index) => {
    const id = idOf(row);
    if (!seen.has(id)) {
      seen.add(id);
      return row;
    }
    return malformed(unused(`row-${index + 1}`), '', `its "instance_id" is that of an earlier row, "${id}"`);
  });
}

export function idOf(row: Row): string {
  return row.kind === 'instance' ? row.instance.id : row.row.id;
}
