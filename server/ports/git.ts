/** What the engine asks of git. Reading only; every call is hardened against the repository's own configuration. */
export interface Git {
  /** Tracked and untracked-but-not-ignored files, relative to `root` with `/`; `null` where there is no git repository. */
  listFiles(root: string): Promise<readonly string[] | null>;
}
