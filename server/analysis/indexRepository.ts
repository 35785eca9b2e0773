/** Reads and indexes a whole repository. What cannot be read or parsed becomes a problem, never an error. */
import type { Cancellation } from '../ports/cancellation.ts';
import type { ListingMemory, RepositoryFiles } from '../ports/files.ts';
import type { Problem } from '../protocol/localization.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import { type AnalysisHost, createAnalysisHost, indexFile } from './analysisHost.ts';
import type { CodeSnapshot } from './codeSnapshot.ts';
import type { IndexedFile } from './indexedFile.ts';

export interface IndexedRepository {
  readonly host: AnalysisHost;
  readonly snapshot: CodeSnapshot;
  /** Files that could not be read. What could not be parsed is in the snapshot's `stats`. */
  readonly problems: readonly Problem[];
}

/** What belongs to the repository's graph, and what is to be said of what does not. */
export interface FilesToIndex {
  readonly kept: readonly string[];
  readonly problems: readonly Problem[];
}

/** With `memory`, folders are read again only if something in them changed. */
export async function filesToIndex(
  files: RepositoryFiles,
  parsers: ParserSet,
  memory?: ListingMemory,
): Promise<FilesToIndex> {
  const extensions = parsers.languages.flatMap(({ traits }) => traits.extensions);
  const { kept, nLeftOut } = withoutFarDocuments(await files.list(extensions, memory), parsers);
  const message = `${nLeftOut} documents (JSON, YAML and the like) furthest from the root are not in the graph`;
  return { kept, problems: nLeftOut === 0 ? [] : [{ severity: 'information', message }] };
}

/** Indexes files. When cancelled, the snapshot holds what was read until then. */
export async function indexRepository(
  files: RepositoryFiles,
  parsers: ParserSet,
  { kept, problems }: FilesToIndex,
  cancellation?: Cancellation,
): Promise<IndexedRepository> {
  const host = createAnalysisHost(parsers);
  const found: Problem[] = [...problems];
  const indexed: IndexedFile[] = [];
  for (const file of kept) {
    if (cancellation?.aborted === true) break;
    const source = await files.read(file);
    if (source === null) found.push(unreadable(file));
    else {
      // Parsed one by one, between reads: whoever waits for something else gets a turn.
      const one = indexFile(parsers, file, source.text);
      if (one !== null) indexed.push(one);
    }
  }
  return { host, snapshot: host.applyIndexed(indexed), problems: found };
}

export function unreadable(file: string): Problem {
  return { severity: 'warning', message: `Cannot read "${file}"; it is not in the graph` };
}

/** Beyond so many, documents are test data rather than settings; those nearest to the root are kept. */
const mostDocuments = 2_000;

function withoutFarDocuments(
  files: readonly string[],
  parsers: ParserSet,
): { readonly kept: readonly string[]; readonly nLeftOut: number } {
  const depthOf = (file: string) => file.split('/').length;
  const documents = files.filter((file) => parsers.languageOf(file)?.traits.isDocument === true);
  if (documents.length <= mostDocuments) return { kept: files, nLeftOut: 0 };
  const far = new Set(documents.sort((a, b) => depthOf(a) - depthOf(b)).slice(mostDocuments));
  return { kept: files.filter((file) => !far.has(file)), nLeftOut: far.size };
}
