/**
 * Tells the engine which files are no longer as they were: saved in the editor, or changed by anyone where the client
 * can watch for us. Where it cannot, a folder is forgotten before each use rather than believed.
 */
import {
  type _Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
} from 'vscode-languageserver/node';
import type { Session } from './session.ts';
import { placeDocument } from './workspaceFolders.ts';

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
  const watchers = extensions.map((extension) => ({ globPattern: `**/*${extension}` }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function noticed(session: Session, uris: readonly string[]): void {
  for (const uri of uris) {
    const placed = placeDocument(session.folders, uri);
    if (placed !== null) session.engine.changed(placed.root, [placed.file]);
  }
}
