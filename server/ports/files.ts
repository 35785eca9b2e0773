/** Reading the repository. Paths are relative to its root with `/`; a path that leads outside by any route is refused. */
export interface RepositoryFiles {
  readonly root: string;
  /** All source files that belong to the repository, sorted; ignored, vendored and environment folders left out. */
  list(extensions: readonly string[]): Promise<readonly string[]>;
  /** The text of a file, or `null` where it is missing, unreadable, outside, or over the size limit. Never throws. */
  read(file: string): Promise<SourceText | null>;
}

export interface SourceText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'latin-1';
}
