/** What the engine asks of git. Reading only; every call is hardened against the repository's own configuration. */
import type { Hunk, LineSpan } from '../core/text/lineMoves.ts';

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

/**
 * What a repository remembers. `root` may be a repository without a working tree. Files are relative to `root` with `/`.
 * Every answer is `null` where there is no repository, no such revision, or more to say than the time and space for it.
 */
export interface GitHistory {
  /** Tags of what led to a revision, `HEAD` where none is given; the newest first. Those of other branches are left out. */
  tags(root: string, at?: string): Promise<readonly Tag[] | null>;
  /** What differs between two revisions, by file; `to` being `null` means the files on disk. Files that are gone are left out. */
  changes(root: string, from: string, to: string | null): Promise<readonly ChangedLines[] | null>;
  /**
   * The newest changes of the given files along the first parents, the newest first: first what is not committed, then at
   * most `limit` commits. `at`: as if that revision were checked out, instead of the files on disk.
   */
  recentChanges(
    root: string,
    files: readonly string[],
    limit: number,
    at?: string,
  ): Promise<readonly RecentChange[] | null>;
}

export interface Tag {
  readonly name: string;
  /** When what it names was committed, in seconds since 1970. */
  readonly seconds: number;
}

export interface ChangedLines {
  readonly file: string;
  readonly hunks: readonly Hunk[];
}

export interface RecentChange {
  /** `null` for what is not committed. */
  readonly commit: CommitSummary | null;
  readonly file: string;
  /** What it wrote and nothing has written over since, as lines of today's file. */
  readonly lines: readonly LineSpan[];
}

export interface CommitSummary {
  readonly hash: string;
  /** Seconds since 1970, when it was committed. */
  readonly seconds: number;
  readonly subject: string;
}
