/**
 * Tells the engine which files are no longer as they were: saved in the editor, or changed by anyone where the client
 * can watch for us. Where it cannot, all of a folder is compared with the disk before each use. When another branch is
 * checked out, all of it is compared too, as clients may drop some of so many events.
 */
import {
  type _Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
} from 'vscode-languageserver/node';
import type { Session } from './session.ts';
import { placeDocument } from './workspaceFolders.ts';

/** Git writes it when another branch or commit is checked out. */
const head = '.git/HEAD';

export function followDisk(session: Session): void {
  const { connection, documents } = session;
  documents.onDidSave(({ document }) => noticed(session, [document.uri]));
  connection.onDidChangeWatchedFiles(({ changes }: DidChangeWatchedFilesParams) =>
    noticed(
      session,
      changes.map(({ uri }) => uri),
    ),
  );
}

/** Asks the client to watch; only after the handshake. */
export async function watchDisk(connection: _Connection, extensions: readonly string[]): Promise<void> {
  const watchers = [...extensions.map((extension) => `**/*${extension}`), `**/${head}`].map((globPattern) => ({
    globPattern,
  }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function noticed(session: Session, uris: readonly string[]): void {
  for (const uri of uris) {
    const placed = placeDocument(session.folders, uri);
    if (placed === null) continue;
    if (placed.file === head) session.engine.allChanged(placed.root);
    else session.engine.changed(placed.root, [placed.file]);
  }
}
