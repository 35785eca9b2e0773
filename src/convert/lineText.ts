/** The source text of lines that are shown in lists. Leaves out documents the editor changed but did not save. */
import { type Uri, workspace } from 'vscode';
import { fileUri } from './locations.ts';

/** The trimmed text of a 1-based line of a file, or the empty string. */
export type LineText = (file: string, line: number) => string;

export async function readLines(folder: Uri, files: readonly string[]): Promise<LineText> {
  const linesOf = new Map<string, readonly string[]>();
  for (const file of new Set(files)) {
    try {
      const bytes = await workspace.fs.readFile(fileUri(folder, file));
      linesOf.set(file, new TextDecoder().decode(bytes).split(/\r\n|\r|\n/));
    } catch {
      linesOf.set(file, []);
    }
  }
  return (file, line) => linesOf.get(file)?.[line - 1]?.trim() ?? '';
}
