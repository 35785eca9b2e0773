/**
 * Parses many files on several threads, this one among them. A thread that fails is given up, and what it had not
 * answered is parsed here: threads change how long it takes, never what comes out.
 */
import { Worker } from 'node:worker_threads';
import { indexFile } from '../analysis/analysisHost.ts';
import type { IndexedFile } from '../analysis/indexedFile.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import { type FileHead, fileParts, unpackFile } from './storedFile.ts';

/** What a thread is started with. */
export interface WorkerTask {
  readonly root: string;
  /** The folder of the installed languages. */
  readonly resources: string;
}

/** What a thread answers for a file: its parts in the order of `fileParts`; `null` for one it could not read. */
export interface ParsedFile {
  readonly file: string;
  readonly packed: { readonly head: FileHead; readonly parts: readonly Uint8Array[] } | null;
}

export interface Threads {
  /** The code of a thread. */
  readonly workerFile: string;
  readonly resources: string;
  /** How many besides this one. */
  readonly count: number;
}

/** With fewer files, starting a thread costs more than it gives. */
export const fewestFiles = 300;
const filesPerBatch = 12;

export interface ParsedFiles {
  readonly indexed: readonly IndexedFile[];
  readonly unreadable: readonly string[];
}

/** In no particular order. When cancelled, what was parsed until then. */
export async function parseInParallel(
  files: RepositoryFiles,
  parsers: ParserSet,
  paths: readonly string[],
  threads: Threads,
  cancellation?: Cancellation,
): Promise<ParsedFiles> {
  const pending = paths.toReversed();
  const indexed: IndexedFile[] = [];
  const unreadable: string[] = [];
  const next = () => (cancellation?.aborted === true ? [] : pending.splice(-filesPerBatch));
  const byId = new Map(parsers.languages.map((language) => [language.traits.id, language]));
  const started = Array.from({ length: threads.count }, () => runThread());
  await parsePending();
  await Promise.all(started);
  // What a thread that failed gave back.
  await parsePending();
  return { indexed, unreadable };

  async function parsePending(): Promise<void> {
    while (pending.length > 0 && cancellation?.aborted !== true) await parseHere(pending.pop()!);
  }

  async function parseHere(file: string): Promise<void> {
    const source = await files.read(file);
    const one = source === null ? null : indexFile(parsers, file, source.text);
    if (one !== null) indexed.push(one);
    else if (source === null) unreadable.push(file);
  }

  function runThread(): Promise<void> {
    const workerData: WorkerTask = { root: files.root, resources: threads.resources };
    const worker = new Worker(threads.workerFile, { workerData });
    // Given and not answered; one batch waits while another is parsed.
    const given: (readonly string[])[] = [];
    const give = () => {
      const batch = next();
      if (batch.length > 0) {
        given.push(batch);
        worker.postMessage(batch);
      } else if (given.length === 0) void worker.terminate();
    };
    worker.on('message', (parsed: readonly ParsedFile[]) => {
      given.shift();
      for (const one of parsed) take(one);
      give();
    });
    worker.on('error', () => undefined);
    give();
    give();
    return new Promise((resolve) => {
      worker.once('exit', () => {
        pending.push(...given.flat());
        resolve();
      });
    });
  }

  function take({ file, packed }: ParsedFile): void {
    if (packed === null) {
      unreadable.push(file);
      return;
    }
    const parts = { part: (name: (typeof fileParts)[number]) => packed.parts[fileParts.indexOf(name)]! };
    indexed.push(unpackFile({ head: packed.head, parts }, byId.get(packed.head.language)!));
  }
}
