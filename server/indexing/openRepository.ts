/**
 * A repository's graph as it is on disk now: from the cache where that holds, with only what changed parsed again, else
 * from every file. Leaves out following later changes.
 */
import { createHash } from 'node:crypto';
import { type AnalysisHost, createAnalysisHost, type FileChange } from '../analysis/analysisHost.ts';
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import { type FilesToIndex, filesToIndex, indexRepository, unreadable } from '../analysis/indexRepository.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { FileStamp, RepositoryFiles } from '../ports/files.ts';
import type { Problem } from '../protocol/localization.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import type { CachedFile, CachedGraph, GraphCache } from './graphCache.ts';
import { compilingLate } from './lateCompilation.ts';
import { fewestFiles, parseInParallel, type Threads } from './parseInParallel.ts';

export interface OpenedRepository {
  readonly host: AnalysisHost;
  readonly snapshot: CodeSnapshot;
  readonly problems: readonly Problem[];
  /** Whether anything came from the cache. */
  readonly fromCache: boolean;
}

export interface OpenOptions {
  /** `null` to use none. */
  readonly cache: GraphCache | null;
  /** `null` to parse on this thread only. */
  readonly threads?: Threads | null;
  readonly cancellation?: Cancellation;
}

export async function openRepository(
  files: RepositoryFiles,
  parsers: ParserSet,
  { cache, threads = null, cancellation }: OpenOptions,
): Promise<OpenedRepository> {
  const startedAt = Date.now();
  const { kept, problems } = await filesToIndex(files, parsers, cache?.listing(files.root));
  const cached = cache?.read(files.root, parsers.languages) ?? null;
  if (cached !== null) return refresh(files, parsers, { kept, problems }, { cache: cache!, cached, startedAt });
  const indexed = await compilingLate(() => indexAll(files, parsers, { kept, problems }, { threads, cancellation }));
  if (cache !== null && cancellation?.aborted !== true)
    save(cache, files, indexed.host, { still: new Map(), startedAt });
  return { ...indexed, fromCache: false };
}

async function indexAll(
  files: RepositoryFiles,
  parsers: ParserSet,
  { kept, problems }: FilesToIndex,
  { threads, cancellation }: { readonly threads: Threads | null; readonly cancellation: Cancellation | undefined },
) {
  if (threads === null || threads.count === 0 || kept.length < fewestFiles) {
    return indexRepository(files, parsers, { kept, problems }, cancellation);
  }
  const parsed = await parseInParallel(files, parsers, kept, threads, cancellation);
  const host = createAnalysisHost(parsers);
  const snapshot = host.applyIndexed(parsed.indexed);
  return { host, snapshot, problems: [...problems, ...parsed.unreadable.map(unreadable)] };
}

async function refresh(
  files: RepositoryFiles,
  parsers: ParserSet,
  { kept, problems }: FilesToIndex,
  {
    cache,
    cached,
    startedAt,
  }: { readonly cache: GraphCache; readonly cached: CachedGraph; readonly startedAt: number },
): Promise<OpenedRepository> {
  const host = createAnalysisHost(parsers, cached.assembled);
  const changes: FileChange[] = [];
  const found: Problem[] = [...problems];
  const still = new Map<string, CachedFile>();
  let isTouched = false;
  for (const file of kept) {
    const before = cached.files.get(file);
    const stamp = files.stamp(file);
    if (before?.stamp != null && isSame(before.stamp, stamp)) {
      still.set(file, before);
      continue;
    }
    const source = await files.read(file);
    if (source === null) found.push(unreadable(file));
    if (source !== null && before?.blobHash === blobHash(source.text)) {
      still.set(file, { ...before, stamp: null });
      // What has no stamp, as a link, is read each time; writing it down again would say the same.
      isTouched ||= stamp !== null;
    } else if (before !== undefined || (source !== null && parsers.languageOf(file, source.text) !== null)) {
      changes.push({ file, text: source?.text ?? null });
    }
  }
  const listed = new Set(kept);
  for (const file of cached.files.keys()) if (!listed.has(file)) changes.push({ file, text: null });
  if (changes.length > 0) host.applyChange(changes);
  if (changes.length > 0 || isTouched) save(cache, files, host, { still, startedAt });
  return { host, snapshot: host.snapshot(), problems: found, fromCache: true };
}

interface Saving {
  /** Files that are as they were; of the others stamps and hashes are taken now. */
  readonly still: ReadonlyMap<string, CachedFile>;
  /** Before anything was read, in milliseconds since 1970. */
  readonly startedAt: number;
}

function save(cache: GraphCache, files: RepositoryFiles, host: AnalysisHost, { still, startedAt }: Saving): void {
  const assembled = host.assembled();
  // A file that changed since it was read must not get the stamp it has now: one that is too new gets none.
  const settled = startedAt / 1000 - 2;
  const entries = assembled.table.files.map(({ facts: { file }, text }): [string, CachedFile] => {
    const known = still.get(file);
    if (known?.stamp != null) return [file, known];
    const stamp = files.stamp(file);
    const isSettled = stamp !== null && stamp.seconds < settled;
    return [file, { stamp: isSettled ? stamp : null, blobHash: known?.blobHash ?? blobHash(text) }];
  });
  cache.write(files.root, { assembled, files: new Map(entries) });
}

function isSame(before: FileStamp, now: FileStamp | null): boolean {
  return (
    now !== null &&
    before.size === now.size &&
    before.seconds === now.seconds &&
    before.microseconds === now.microseconds
  );
}

function blobHash(text: string): string {
  const content = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
