/**
 * One file per repository with everything its graph was assembled from, so that a start with nothing changed parses
 * nothing and reads only what is asked for. A file that is cut off, damaged, or of another version of the engine is as
 * good as none; where damage shows only later, `DamagedCache` says so.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type CacheLimits, pruneCache } from '../adapters/disk/cachePruning.ts';
import type { Assembled } from '../analysis/analysisHost.ts';
import { tableOf } from '../analysis/fileTable.ts';
import type { IndexedFile } from '../analysis/indexedFile.ts';
import type { AnchorTable } from '../core/graph/anchors.ts';
import { restoreAssembly } from '../core/graph/assembleGraph.ts';
import type { Language } from '../core/graph/languageTraits.ts';
import type { Segment } from '../core/graph/segment.ts';
import type { FileStamp, ListingMemory } from '../ports/files.ts';
import { createListingMemory } from './keptListing.ts';
import { aligned, pack, unpack } from './pack.ts';
import { type FileHead, type FilePart, type FileParts, fileParts, packFile, unpackFile } from './storedFile.ts';
import { packLinks, StoredAnchors, unpackLinks } from './storedSegment.ts';

/** A file as it was when the cache was written. */
export interface CachedFile {
  readonly stamp: FileStamp | null;
  /**
   * The name git gives the text in UTF-8, which is the file's own but for those with a byte order mark or in Latin-1:
   * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
   */
  readonly blobHash: string;
}

export interface CachedGraph {
  readonly assembled: Assembled;
  /** By path. */
  readonly files: ReadonlyMap<string, CachedFile>;
}

/** A cache turned out to be damaged where only reading it could show. It is removed: who meets this begins again. */
class DamagedCache extends Error {}

/** Does something with a graph, and where that meets a damaged cache does it again, without. */
export async function withoutDamage<Result>(action: () => Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof DamagedCache)) throw error;
    forget();
    return action();
  }
}

export interface GraphCache {
  /** `null` where there is none that can be used. */
  read(root: string, languages: readonly Language[]): CachedGraph | null;
  /** Replaces what is there in one step. A cache that cannot be written is left as it is. */
  write(root: string, graph: CachedGraph): void;
  /** Keeps which files there were. */
  listing(root: string): ListingMemory;
}

const magic = 0x43504c47;
const format = 1;
/** Magic, format, length of the file, length of the index, its checksum; then the index and the parts of files. */
const headBytes = 20;

const limits: CacheLimits = { bytes: 2_000_000_000, days: 30, hoursBetween: 24 };

/** `engine` tells versions apart that would extract other facts. */
export function createGraphCache(folder: string, engine: string): GraphCache {
  const pathOf = (root: string) => join(folder, `${createHash('sha1').update(root).digest('hex')}.graph`);
  return {
    read(root, languages) {
      return readCache(pathOf(root), { engine, root, languages });
    },
    write(root, graph) {
      const path = pathOf(root);
      const unfinished = `${path}.${process.pid}`;
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(unfinished, encode(graph, { engine, root }));
        renameSync(unfinished, path);
        void pruneCache(folder, limits);
      } catch {
        removeQuietly(unfinished);
      }
    },
    listing: (root) => createListingMemory(folder, root),
  };
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is no such folder.
  }
}

interface Row extends FileHead, FileStamp {
  readonly blobHash: string;
}

interface Index {
  readonly engine: string;
  readonly root: string;
  readonly rows: readonly Row[];
  /** Where the parts of each file begin: those of the file, then its links; a last entry ends them. */
  readonly partStarts: Int32Array;
  readonly partChecksums: Int32Array;
  /** Anchors and targets of all files, and where those of each begin. */
  readonly things: Int32Array;
  readonly thingStarts: Int32Array;
  readonly targets: Uint32Array;
  readonly targetStarts: Int32Array;
}

/** The parts of a file, then its links. */
const nParts = fileParts.length + 1;
const noStamp: FileStamp = { size: -1, seconds: 0, microseconds: 0 };

function encode({ assembled, files }: CachedGraph, { engine, root }: Pick<Index, 'engine' | 'root'>): Uint8Array {
  const { anchors, program } = assembled.assembly;
  const blobs: Uint8Array[] = [];
  const rows = assembled.table.files.map((file, index): Row => {
    const { head, parts } = packFile(file);
    const { stamp, blobHash } = files.get(head.file)!;
    for (const part of fileParts) blobs.push(padded(parts.part(part)));
    blobs.push(packLinks(program.graph.segments[index]!.links, file.facts));
    return { ...head, ...(stamp ?? noStamp), blobHash };
  });
  const things = joined(anchors.map((table) => table.things));
  const targets = joined(program.graph.segments.map(({ links }) => links.targets));
  const index = pack({
    engine,
    root,
    rows,
    partStarts: startsOf(blobs.map(({ length }) => length)),
    partChecksums: Int32Array.from(blobs, checksumOf),
    things: things.values,
    thingStarts: things.starts,
    targets: Uint32Array.from(targets.values),
    targetStarts: targets.starts,
  } satisfies Index);
  const start = headBytes + aligned(index.length);
  const bytes = new Uint8Array(blobs.reduce((sum, { length }) => sum + length, start));
  new Int32Array(bytes.buffer, 0, 5).set([magic, format, bytes.length, index.length, checksumOf(index)]);
  bytes.set(index, headBytes);
  let at = start;
  for (const blob of blobs) {
    bytes.set(blob, at);
    at += blob.length;
  }
  return bytes;
}

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) starts[index + 1] = starts[index]! + length;
  return starts;
}

function joined(lists: readonly ArrayLike<number>[]): { readonly values: Int32Array; readonly starts: Int32Array } {
  const starts = startsOf(lists.map(({ length }) => length));
  const values = new Int32Array(starts.at(-1)!);
  for (const [index, list] of lists.entries()) values.set(list, starts[index]);
  return { values, starts };
}

interface Wanted {
  readonly engine: string;
  readonly root: string;
  readonly languages: readonly Language[];
}

interface OpenedCache {
  readonly path: string;
  /** Its descriptor. */
  readonly file: number;
}

/** Closes caches whose graphs are gone. */
const unreachable = new FinalizationRegistry<number>(closeSync);

function readCache(path: string, wanted: Wanted): CachedGraph | null {
  let file = -1;
  try {
    file = openSync(path, 'r');
    const opened = { path, file };
    const graph = readOpened(opened, wanted);
    // It stays open as long as anyone may ask for its parts, also after another took its place.
    if (graph !== null) unreachable.register(opened, file);
    if (graph === null) closeSync(file);
    return graph;
  } catch {
    if (file >= 0) closeSync(file);
    return null;
  }
}

function readOpened(opened: OpenedCache, wanted: Wanted): CachedGraph | null {
  const { file } = opened;
  const head = readAt(file, 0, headBytes);
  const [found, version, length, indexLength = 0, checksum] = new Int32Array(head.buffer, 0, 5);
  if (found !== magic || version !== format || length !== fstatSync(file).size) return null;
  const packedIndex = readAt(file, headBytes, indexLength);
  if (checksumOf(packedIndex) !== checksum) return null;
  const index = unpack(packedIndex) as Index;
  return index.engine === wanted.engine && index.root === wanted.root
    ? restore(opened, headBytes + aligned(indexLength), index, wanted.languages)
    : null;
}

function restore(
  opened: OpenedCache,
  blobStart: number,
  index: Index,
  languages: readonly Language[],
): CachedGraph | null {
  const byId = new Map(languages.map((language) => [language.traits.id, language]));
  if (index.rows.some(({ language }) => !byId.has(language))) return null;
  const files: IndexedFile[] = [];
  const anchors: AnchorTable[] = [];
  const segments: Segment[] = [];
  for (const [at, row] of index.rows.entries()) {
    const parts = new StoredParts(opened, blobStart, index, at);
    const one = unpackFile({ head: row, parts }, byId.get(row.language)!);
    const table = new StoredAnchors(one.facts, ownOf(index.things, index.thingStarts, at));
    const links = unpackLinks(() => parts.links(), one.facts, ownOf(index.targets, index.targetStarts, at));
    files.push(one);
    anchors.push(table);
    segments.push({ own: one.own!, anchors: table, links });
  }
  return {
    assembled: { table: tableOf(files), assembly: restoreAssembly(files, anchors, segments) },
    files: new Map(index.rows.map((row) => [row.file, cachedFile(row)])),
  };
}

function ownOf<Column extends Int32Array | Uint32Array>(column: Column, starts: Int32Array, file: number): Column {
  return column.subarray(starts[file], starts[file + 1]) as Column;
}

/** The parts of one file, read from the cache when they are asked for. */
class StoredParts implements FileParts {
  readonly #opened: OpenedCache;
  readonly #blobStart: number;
  readonly #index: Index;
  readonly #row: number;

  constructor(opened: OpenedCache, blobStart: number, index: Index, row: number) {
    this.#opened = opened;
    this.#blobStart = blobStart;
    this.#index = index;
    this.#row = row;
  }

  part(name: FilePart): Uint8Array {
    return this.#read(fileParts.indexOf(name));
  }

  links(): Uint8Array {
    return this.#read(nParts - 1);
  }

  #read(part: number): Uint8Array {
    const { partStarts, partChecksums, rows } = this.#index;
    const at = this.#row * nParts + part;
    const [start, end] = [partStarts[at]!, partStarts[at + 1]!];
    const bytes = readAt(this.#opened.file, this.#blobStart + start, end - start);
    if (checksumOf(bytes) === partChecksums[at]) return bytes;
    removeQuietly(this.#opened.path);
    throw new DamagedCache(`The cache of "${rows[this.#row]!.file}" is damaged`);
  }
}

/** Bytes of a file, at a multiple of four of their buffer; fewer where the file ends. */
function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const nRead = length === 0 ? 0 : readSync(file, bytes, 0, length, position);
  return nRead === length ? bytes : bytes.subarray(0, nRead);
}

function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes) | 0;
}

function cachedFile({ size, seconds, microseconds, blobHash }: Row): CachedFile {
  return { stamp: size < 0 ? null : { size, seconds, microseconds }, blobHash };
}

/** Bytes up to a multiple of four; packed values are such already. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const longer = new Uint8Array(aligned(bytes.length));
  longer.set(bytes);
  return longer;
}
