/** Which request is answered by which file. Leaves out the answers. */
import {
  type _Connection,
  CodeLensRefreshRequest,
  type InitializeParams,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  graphRequests,
  localizeRequest,
  type TrustParams,
  traceRequest,
  trustNotification,
} from '../protocol/requests.ts';
import type { ServerArguments } from './arguments.ts';
import { capabilities } from './capabilities.ts';
import { checkedSettings, clientFacts } from './clientFacts.ts';
import { composeEngine, type Places } from './compose.ts';
import { followDisk, watchDisk } from './followDisk.ts';
import { answer } from './refusal.ts';
import { codeAction } from './requests/codeAction.ts';
import { codeLens } from './requests/codeLens.ts';
import { executeCommand } from './requests/executeCommand.ts';
import { answerGraph } from './requests/graph.ts';
import { localizeForClient } from './requests/localize.ts';
import { traceForClient } from './requests/trace.ts';
import { Session } from './session.ts';
import { changedFolders, initialFolders } from './workspaceFolders.ts';

export interface ServeOptions {
  readonly arguments: ServerArguments;
  readonly places: Places;
  readonly environment: NodeJS.ProcessEnv;
}

/** Listens at once; the session exists from the client's `initialize` on. */
export function serve(connection: _Connection, options: ServeOptions): () => Session | null {
  let session: Session | null = null;
  connection.onInitialize((params) => {
    session = openSession(connection, params, options);
    answerRequests(session);
    return capabilities();
  });
  connection.onShutdown(() => session?.stop());
  connection.listen();
  return () => session;
}

function openSession(connection: _Connection, params: InitializeParams, options: ServeOptions): Session {
  const client = clientFacts(params);
  const { resources, cacheFolder } = options.places;
  const places = { resources, cacheFolder: client.cacheFolder ?? cacheFolder };
  return new Session(connection, new TextDocuments(TextDocument), composeEngine(places, options.environment), {
    client,
    trusted: client.trusted || options.arguments.trusted,
    folders: initialFolders(params),
  });
}

function answerRequests(session: Session): void {
  const { connection, documents } = session;
  documents.listen(connection);
  connection.onCodeLens((params) => answer(connection.console, async () => [...(await codeLens(session, params))]));
  connection.onCodeAction((params) => answer(connection.console, async () => [...(await codeAction(session, params))]));
  connection.onExecuteCommand((params, token) => executeCommand(session, params, token));
  connection.onRequest(localizeRequest, (params: unknown, token) =>
    answer(connection.console, () => localizeForClient(session, params, token)),
  );
  connection.onRequest(traceRequest, (params: unknown, token) =>
    answer(connection.console, () => traceForClient(session, params, token)),
  );
  for (const request of Object.values(graphRequests)) {
    connection.onRequest(request, (params: unknown) =>
      answer(connection.console, () => answerGraph(session, request, params)),
    );
  }
  connection.onNotification(trustNotification, (params: Partial<TrustParams> | undefined) => {
    session.trusted = params?.trusted === true;
    if (!session.trusted) void session.stop();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const section = (settings as { culprit?: unknown } | null)?.culprit;
    session.client = { ...session.client, settings: checkedSettings(section, session.client.settings) };
    if (session.client.canRefreshLenses)
      void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  });
  followDisk(session);
  connection.onInitialized(() => {
    void greet(session);
    if (!session.client.canChangeFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders((event) => {
      const before = session.folders;
      session.folders = changedFolders(before, event);
      for (const root of before) if (!session.folders.includes(root)) session.engine.forget(root);
    });
  });
}

/** What can only be asked for once the client is ready. A client that refuses is no reason to stop. */
async function greet({ client, connection, engine, folders, trusted }: Session): Promise<void> {
  connection.console.info(`Culprit serves ${folders.join(', ') || 'no folder'}${trusted ? '' : ', not trusted yet'}`);
  if (!client.canWatchFiles) return;
  try {
    await watchDisk(connection, await engine.extensions());
  } catch (error) {
    connection.console.warn(`Files are not watched: ${String(error)}`);
  }
}
