/** What the engine asks of git. Reading only; every call is hardened against the repository's own configuration. */
export interface Git {
  /** Tracked and untracked-but-not-ignored files, relative to `root` with `/`; `null` where there is no git repository. */
  listFiles(root: string): Promise<readonly string[] | null>;
  /**
   * What a repository holds besides its working tree. `gitFolder` is the folder git keeps it in: a bare repository, or
   * the `.git` of another. Close what this gives.
   */
  openObjects(gitFolder: string): GitObjects;
}

/** Commits and files as they were committed, without a working tree. */
export interface GitObjects {
  /** When a commit was made, in seconds since 1970; `null` where there is no such commit. */
  commitTime(commit: string): Promise<number | null>;
  /** Every file of a commit, by path; `null` where the commit, or a folder of it, is not there. */
  tree(commit: string): Promise<readonly TreeEntry[] | null>;
  /** The bytes of a file; `null` where they are not there, or are more than `maxBytes`. */
  blob(id: string, maxBytes: number): Promise<Uint8Array | null>;
  close(): void;
}

/** A file of a commit. Submodules are left out: their files are another repository's. */
export interface TreeEntry {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link';
  /** The same for the same bytes. */
  readonly id: string;
}
