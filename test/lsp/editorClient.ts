/** A language client over real stdio, as an editor is one: it starts the built server and notes what it is told. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShowMessageNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export const checkout = join(import.meta.dirname, '../..');
const serverFile = process.env.CULPRIT_LSP ?? join(checkout, 'dist/lsp.cjs');

export interface ClientOptions {
  readonly folders: readonly string[];
  readonly initializationOptions?: unknown;
  readonly arguments?: readonly string[];
  /** What is started; by default the server's own bundle. */
  readonly command?: readonly string[];
  readonly capabilities?: object;
}

export interface EditorClient {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  readonly messages: string[];
  readonly progress: { readonly token: string | number; readonly value: { kind: string; message?: string } }[];
  readonly diagnostics: Map<string, PublishDiagnosticsParams['diagnostics']>;
  readonly process: ChildProcess;
  open(file: string, text?: string): string;
  close(): Promise<void>;
}

export async function startClient(options: ClientOptions): Promise<EditorClient> {
  const child = spawn(
    process.execPath,
    [...(options.command ?? [serverFile, '--stdio']), ...(options.arguments ?? [])],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const messages: string[] = [];
  const progress: EditorClient['progress'] = [];
  const diagnostics: EditorClient['diagnostics'] = new Map();
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    messages.push(message);
  });
  connection.onNotification('$/progress', (params: EditorClient['progress'][number]) => {
    progress.push(params);
  });
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics: list }) => {
    diagnostics.set(uri, list);
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const died = gone.then((): never => {
    throw new Error(`The server ended at once: is ${serverFile} built?`);
  });
  const initialized = connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: options.folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
    initializationOptions: options.initializationOptions,
    capabilities: options.capabilities ?? { window: { workDoneProgress: true } },
  });
  const { capabilities } = await Promise.race([initialized, died]);
  died.catch(() => undefined);
  await connection.sendNotification('initialized', {});
  return {
    connection,
    capabilities,
    messages,
    progress,
    diagnostics,
    process: child,
    open(file, text = readFileSync(file, 'utf8')) {
      const uri = pathToFileURL(file).href;
      const textDocument = { uri, languageId: 'python', version: 1, text };
      void connection.sendNotification('textDocument/didOpen', { textDocument });
      return uri;
    },
    async close() {
      if (child.exitCode === null) {
        await connection.sendRequest('shutdown');
        await connection.sendNotification('exit');
      }
      await gone;
      connection.dispose();
    },
  };
}

/** A throw-away copy of the shop, whose one failing test is `failingTest`. */
export function shopCopy(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'culprit-lsp-'));
  cpSync(join(checkout, 'test/subjects/python-shop'), folder, {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const failingTest = 'tests/test_invoice.py::InvoiceTest::test_loyal_member_pays_the_agreed_price';
export const passingTest = 'tests/test_invoice.py::InvoiceTest::test_refuses_another_total';
