/**
 * The graph of one workspace folder: indexed when first needed, then only the files that changed. It follows the disk,
 * not the editor's unsaved text, because that is what tests run. Leaves out noticing changes.
 */
import type { AnalysisHost, FileChange } from '../analysis/analysisHost.ts';
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import { indexRepository } from '../analysis/indexRepository.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { ParserSet } from '../syntax/parserSet.ts';

export class FolderIndex {
  readonly files: RepositoryFiles;
  readonly #parsers: () => Promise<ParserSet>;
  #host: Promise<AnalysisHost> | null = null;
  readonly #stale = new Set<string>();

  constructor(files: RepositoryFiles, parsers: () => Promise<ParserSet>) {
    this.files = files;
    this.#parsers = parsers;
  }

  changed(files: readonly string[]): void {
    for (const file of files) this.#stale.add(file);
  }

  /** The folder as it is on disk, as far as changes were noticed. */
  async snapshot(): Promise<CodeSnapshot> {
    if (this.#host === null) {
      this.#stale.clear();
      this.#host = this.#index();
      this.#host.catch(() => {
        this.#host = null;
      });
    }
    const host = await this.#host;
    return this.#stale.size === 0 ? host.snapshot() : host.applyChange(await this.#changes());
  }

  async #index(): Promise<AnalysisHost> {
    return (await indexRepository(this.files, await this.#parsers())).host;
  }

  /** Of the stale files those that belong to the repository, as they are now; others are taken out. */
  async #changes(): Promise<readonly FileChange[]> {
    const stale = [...this.#stale];
    this.#stale.clear();
    const { languages } = await this.#parsers();
    const belonging = new Set(await this.files.list(languages.flatMap(({ traits }) => traits.extensions)));
    return Promise.all(
      stale.map(async (file) => ({
        file,
        text: belonging.has(file) ? ((await this.files.read(file))?.text ?? null) : null,
      })),
    );
  }
}
