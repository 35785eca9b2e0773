/**
 * The graph of one workspace folder: indexed when first needed, then only the files that changed. There are two views of
 * it: of the disk, because that is what tests run, and of the editor, whose unsaved texts take the place of what is on
 * disk. Leaves out noticing changes.
 */
import { type AnalysisHost, indexFile } from '../analysis/analysisHost.ts';
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import type { IndexedFile } from '../analysis/indexedFile.ts';
import { filesToIndex } from '../analysis/indexRepository.ts';
import { createEditedRepository, type EditedRepository } from '../analysis/unsavedTexts.ts';
import { type OpenOptions, openRepository } from '../indexing/openRepository.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { ParserSet } from '../syntax/parserSet.ts';

export class FolderIndex {
  readonly files: RepositoryFiles;
  readonly #opening: OpenOptions;
  readonly #parsers: () => Promise<ParserSet>;
  #host: Promise<AnalysisHost> | null = null;
  #edited: EditedRepository | null = null;
  readonly #stale = new Set<string>();
  #areAllStale = false;
  /** The last reading of the disk: they follow one another, so that nobody is answered before changes are in. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(files: RepositoryFiles, parsers: () => Promise<ParserSet>, opening: OpenOptions) {
    this.files = files;
    this.#opening = opening;
    this.#parsers = parsers;
  }

  changed(files: readonly string[]): void {
    for (const file of files) this.#stale.add(file);
  }

  /** Any file may have changed, come or gone: another branch is checked out. */
  allChanged(): void {
    this.#areAllStale = true;
  }

  /** The folder as it is on disk, as far as changes were noticed. */
  async snapshot(): Promise<CodeSnapshot> {
    return (await this.#onDisk()).snapshot();
  }

  /** The folder as the editor shows it; `texts` are its open documents, by path. */
  async editedSnapshot(texts: ReadonlyMap<string, string>): Promise<CodeSnapshot> {
    const host = await this.#onDisk();
    this.#edited ??= createEditedRepository(await this.#parsers());
    return this.#edited.snapshot(host, texts);
  }

  /** Frees what the garbage collector cannot. */
  async dispose(): Promise<void> {
    this.#edited?.dispose();
    (await this.#host?.catch(() => null))?.dispose();
  }

  async #onDisk(): Promise<AnalysisHost> {
    const read = this.#reading.then(() => this.#read());
    this.#reading = read.catch(() => undefined);
    return read;
  }

  async #read(): Promise<AnalysisHost> {
    if (this.#host === null) {
      this.#stale.clear();
      this.#areAllStale = false;
      this.#host = this.#index();
      this.#host.catch(() => {
        this.#host = null;
      });
    }
    const host = await this.#host;
    if (this.#areAllStale || this.#stale.size > 0) await this.#follow(host);
    return host;
  }

  async #index(): Promise<AnalysisHost> {
    return (await openRepository(this.files, await this.#parsers(), this.#opening)).host;
  }

  /** Reads the stale files that belong to the repository; others are taken out. One change, however many files. */
  async #follow(host: AnalysisHost): Promise<void> {
    const parsers = await this.#parsers();
    const belonging = new Set(
      (await filesToIndex(this.files, parsers, this.#opening.cache?.listing(this.files.root))).kept,
    );
    const before = host.snapshot();
    const stale = new Set([...this.#stale, ...(this.#areAllStale ? [...belonging, ...before.files] : [])]);
    this.#stale.clear();
    this.#areAllStale = false;
    const gone: string[] = [];
    const indexed: IndexedFile[] = [];
    for (const file of stale) {
      const text = belonging.has(file) ? ((await this.files.read(file))?.text ?? null) : null;
      if (text === null) gone.push(file);
      else if (text === before.textOf(file)) continue;
      else if (stale.size === 1) host.applyChange([{ file, text }]);
      else {
        const one = indexFile(parsers, file, text);
        if (one !== null) indexed.push(one);
      }
    }
    if (gone.length > 0 || indexed.length > 0) host.applyIndexed(indexed, gone);
  }
}
