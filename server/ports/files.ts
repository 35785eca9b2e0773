/** Reading the repository. Paths are relative to its root with `/`; a path that leads outside by any route is refused. */
export interface RepositoryFiles {
  readonly root: string;
  /**
   * All source files that belong to the repository, sorted; ignored, vendored and environment folders left out. With
   * `memory`, a folder that has not changed since is not read again.
   */
  list(extensions: readonly string[], memory?: ListingMemory | null): Promise<readonly string[]>;
  /** When a file was changed last, and its size; `null` where it is missing. Its content is not read. */
  stamp(file: string): FileStamp | null;
  /** The text of a file, or `null` where it is missing, unreadable, outside, or over the size limit. Never throws. */
  read(file: string): Promise<SourceText | null>;
}

/** Files that were found by walking through folders: the same are found as long as none of the folders changes. */
export interface Listing {
  readonly files: readonly string[];
  /** Every folder that was read, the root as the empty path. */
  readonly folders: readonly string[];
  /** When each was changed last before that, in milliseconds since 1970. */
  readonly changed: readonly number[];
  /** Stands for all else that the files depend on. */
  readonly key: string;
}

/** Keeps the last listing of a repository. */
export interface ListingMemory {
  recall(): Listing | null;
  keep(listing: Listing): void;
}

export interface FileStamp {
  readonly size: number;
  /** Since 1970, and the rest. */
  readonly seconds: number;
  readonly microseconds: number;
}

export interface SourceText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'latin-1';
}
