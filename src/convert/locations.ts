/** From the wire's files and 1-based lines to the editor's uris and 0-based ranges: the only place that counts. */
import { Range, Uri } from 'vscode';

export interface WireLines {
  readonly line: number;
  readonly endLine?: number;
}

export interface WirePlace extends WireLines {
  readonly file: string;
}

/** A repository-relative path with `/`, in its workspace folder. */
export function fileUri(folder: Uri, file: string): Uri {
  return Uri.joinPath(folder, ...file.split('/'));
}

/** The whole of the lines. */
export function fileRange({ line, endLine = line }: WireLines): Range {
  return new Range(line - 1, 0, endLine - 1, Number.MAX_SAFE_INTEGER);
}

/** The start of a line, in the form in which links name one. */
export function lineUri(folder: Uri, { file, line }: WirePlace): Uri {
  return fileUri(folder, file).with({ fragment: `L${line}` });
}

/** What `vscode.open` takes to go to the start of a line. */
export function openArguments(folder: Uri, step: WirePlace): unknown[] {
  const at = fileRange(step).start;
  return [fileUri(folder, step.file), { selection: new Range(at, at) }];
}
