/** Reading the repository. Paths are relative to its root with `/`; a path that leads outside by any route is refused. */
export interface RepositoryFiles {
  readonly root: string;
  /** All source files that belong to the repository, sorted; ignored, vendored and environment folders left out. */
  list(extensions: readonly string[]): Promise<readonly string[]>;
  /** When a file was changed last, and its size; `null` where it is missing. Its content is not read. */
  stamp(file: string): FileStamp | null;
  /** The text of a file, or `null` where it is missing, unreadable, outside, or over the size limit. Never throws. */
  read(file: string): Promise<SourceText | null>;
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
