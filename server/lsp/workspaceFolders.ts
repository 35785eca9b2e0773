/**
 * The folders the editor has open, and which of them a document belongs to: the innermost that holds it. Leaves out
 * reading them.
 */
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InitializeParams, WorkspaceFolder, WorkspaceFoldersChangeEvent } from 'vscode-languageserver/node';

export interface PlacedDocument {
  readonly uri: string;
  /** Absolute path of the workspace folder. */
  readonly root: string;
  /** Relative to the folder, with `/`. */
  readonly file: string;
}

export function initialFolders(params: InitializeParams): readonly string[] {
  const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
  return uris.map(pathOfUri).filter((path) => path !== null);
}

export function changedFolders(
  folders: readonly string[],
  { added, removed }: WorkspaceFoldersChangeEvent,
): readonly string[] {
  const paths = (list: readonly WorkspaceFolder[]) => list.map(({ uri }) => pathOfUri(uri)).filter((p) => p !== null);
  const gone = new Set(paths(removed));
  return [...folders.filter((folder) => !gone.has(folder)), ...paths(added)];
}

/** The document in its folder, or `null` where no open folder holds it. */
export function placeDocument(folders: readonly string[], uri: string): PlacedDocument | null {
  const path = pathOfUri(uri);
  if (path === null) return null;
  const holding = folders
    .map((root) => ({ root, file: relative(root, path).split(sep).join('/') }))
    .filter(({ file }) => file !== '' && file !== '..' && !file.startsWith('../') && !/^([A-Za-z]:|\/)/.test(file))
    .sort((a, b) => a.file.length - b.file.length);
  const innermost = holding[0];
  return innermost === undefined ? null : { uri, ...innermost };
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}

function pathOfUri(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}
