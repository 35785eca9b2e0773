/**
 * What one connection knows while it lives: its client, its folders and documents, whether it may run anything, and
 * what is running. Leaves out what each request does with it.
 */
import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Settings, trustNotification } from '../protocol/requests.ts';
import { type ClientFacts, checkedSettings } from './clientFacts.ts';
import type { Engine } from './compose.ts';
import { Refusal } from './refusal.ts';
import { type PlacedDocument, placeDocument, uriOfPath } from './workspaceFolders.ts';

/** What was asked for by a client that cannot pass arguments: the test it was last offered. */
export interface OfferedTest {
  readonly uri: string;
  readonly row: number;
}

interface Running {
  readonly abort: AbortController;
  readonly settled: Promise<unknown>;
}

export class Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly engine: Engine;
  client: ClientFacts;
  trusted: boolean;
  folders: readonly string[];
  lastOffered: OfferedTest | null = null;
  /** Uris that hold diagnostics of ours, by folder. */
  readonly published = new Map<string, readonly string[]>();
  readonly #running = new Map<string, Running>();

  constructor(
    connection: Connection,
    documents: TextDocuments<TextDocument>,
    engine: Engine,
    start: { readonly client: ClientFacts; readonly trusted: boolean; readonly folders: readonly string[] },
  ) {
    this.connection = connection;
    this.documents = documents;
    this.engine = engine;
    this.client = start.client;
    this.trusted = start.trusted;
    this.folders = start.folders;
  }

  /** The document's place in the workspace. Refuses documents outside of every folder. */
  place(uri: string): PlacedDocument {
    const placed = placeDocument(this.folders, uri);
    if (placed !== null) return placed;
    throw new Refusal(`Open the folder that holds "${uri}": Culprit needs the repository, not only the file.`);
  }

  /** The document as the editor holds it, else as it is on disk; `null` where there is none. */
  async textOf(document: PlacedDocument): Promise<string | null> {
    const open = this.documents.get(document.uri);
    return open?.getText() ?? (await this.engine.read(document.root, document.file));
  }

  /** The texts of a folder's open documents, by path. */
  openTexts(root: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const document of this.documents.all()) {
      const placed = placeDocument(this.folders, document.uri);
      if (placed?.root === root) texts.set(placed.file, document.getText());
    }
    return texts;
  }

  /** Refuses before anything of the workspace is run. */
  requireTrust(): void {
    if (this.trusted) return;
    throw new Refusal(
      `Trust this workspace first: Culprit runs its tests. Set "trusted": true in the initialization options, send "${trustNotification}", or start the server with --trust.`,
    );
  }

  async settingsFor(root: string): Promise<Settings> {
    if (!this.client.canBeAskedForSettings) return this.client.settings;
    try {
      const answer: unknown = await this.connection.workspace.getConfiguration({
        scopeUri: uriOfPath(root),
        section: 'culprit',
      });
      return checkedSettings(answer, this.client.settings);
    } catch (error) {
      this.connection.console.warn(`The client did not tell its settings: ${String(error)}`);
      return this.client.settings;
    }
  }

  /** Runs `body` as the one run of a folder's tests, until any of the tokens; a second one is refused while it lasts. */
  async alone<Result>(
    root: string,
    tokens: readonly CancellationToken[],
    body: (cancellation: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (this.#running.has(root)) {
      throw new Refusal('A test of this folder is still running for Culprit: cancel it or wait for its end.');
    }
    const abort = new AbortController();
    for (const token of tokens) {
      if (token.isCancellationRequested) abort.abort();
      token.onCancellationRequested(() => abort.abort());
    }
    const result = body(abort.signal);
    this.#running.set(root, { abort, settled: result.catch(() => undefined) });
    try {
      return await result;
    } finally {
      this.#running.delete(root);
    }
  }

  /** Stops everything that runs, and waits until it has tidied up. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ settled }) => settled));
  }
}
