/** A thread that reads and parses files of a repository and hands them back packed. Started by `parseInParallel`. */
import { parentPort, workerData } from 'node:worker_threads';
import { installedLanguages } from '../adapters/disk/installedLanguages.ts';
import { createRepositoryFiles } from '../adapters/disk/repositoryFiles.ts';
import { indexFile } from '../analysis/analysisHost.ts';
import { createParserSet } from '../syntax/parserSet.ts';
import type { ParsedFile, WorkerTask } from './parseInParallel.ts';
import { fileParts, packFile } from './storedFile.ts';

const { root, resources } = workerData as WorkerTask;
const parsers = await createParserSet(installedLanguages(resources));
const files = createRepositoryFiles(root, { listFiles: async () => null });

parentPort!.on('message', (batch: readonly string[]) => void answer(batch));

async function answer(batch: readonly string[]): Promise<void> {
  const parsed: ParsedFile[] = [];
  for (const file of batch) parsed.push({ file, packed: await parse(file) });
  const buffers = parsed.flatMap(({ packed }) => packed?.parts.map(({ buffer }) => buffer as ArrayBuffer) ?? []);
  parentPort!.postMessage(parsed, buffers);
}

async function parse(file: string): Promise<ParsedFile['packed']> {
  const source = await files.read(file);
  const indexed = source === null ? null : indexFile(parsers, file, source.text);
  if (indexed === null) return null;
  const { head, parts } = packFile(indexed);
  return { head, parts: fileParts.map((part) => parts.part(part)) };
}
