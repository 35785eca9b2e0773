/**
 * The connection to the language server. It is made only once the workspace is trusted, so that before that nothing
 * of ours runs beside the editor. Leaves out what is asked of the server.
 */
import {
  type CancellationToken,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  workspace,
} from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import {
  type InitializationOptions,
  type LocalizeParams,
  type LocalizeResult,
  localizeRequest,
  type TraceResult,
  traceRequest,
} from '../server/protocol/requests.ts';
import { testedLanguages } from '../server/protocol/testedLanguages.ts';
import { commandIds } from './commands/commandIds.ts';
import { settingsMiddleware } from './settings.ts';

export interface Progress {
  readonly message: string;
  /** 0 to 100. */
  readonly percentage: number;
}

/** Runs what is asked for. Throws with one sentence where nothing could be run. */
export type Ask<Result> = (
  params: LocalizeParams,
  onProgress: (progress: Progress) => void,
  cancellation: CancellationToken,
) => Promise<Result>;

export interface CulpritClient extends Disposable {
  /** Starts the server where it does not run yet. Never throws: what went wrong is in the log. */
  start(): Promise<void>;
  readonly localize: Ask<LocalizeResult>;
  readonly trace: Ask<TraceResult>;
}

export function createLanguageClient(context: ExtensionContext, log: LogOutputChannel): CulpritClient {
  let client: LanguageClient | null = null;
  let nextToken = 1;

  const started = async (): Promise<LanguageClient> => {
    if (!workspace.isTrusted) throw new Error('Trust this workspace first: Culprit runs its tests.');
    client ??= newClient(context, log);
    await client.start();
    return client;
  };

  const asking =
    <Result>(request: string): Ask<Result> =>
    async (params, onProgress, cancellation) => {
      const running = await started();
      const workDoneToken = `culprit-${nextToken++}`;
      const progress = running.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind === 'report') onProgress({ message: value.message ?? '', percentage: value.percentage ?? 0 });
      });
      try {
        return await running.sendRequest<Result>(request, { ...params, workDoneToken }, cancellation);
      } finally {
        progress.dispose();
      }
    };

  return {
    async start() {
      try {
        await started();
      } catch (error) {
        log.error('The language server did not start', error instanceof Error ? error : String(error));
      }
    },
    localize: asking<LocalizeResult>(localizeRequest),
    trace: asking<TraceResult>(traceRequest),
    dispose() {
      void client?.dispose();
    },
  };
}

function newClient(context: ExtensionContext, log: LogOutputChannel): LanguageClient {
  const initializationOptions: InitializationOptions = {
    client: 'culprit-vscode',
    trusted: true,
    cacheFolder: Uri.joinPath(context.globalStorageUri, 'cache').fsPath,
    command: commandIds.localizeFailingTest,
  };
  const module = context.asAbsolutePath('dist/lsp.cjs');
  const options: LanguageClientOptions = {
    documentSelector: testedLanguages.map((language) => ({ scheme: 'file', language })),
    initializationOptions,
    outputChannel: log,
    traceOutputChannel: log,
    middleware: { workspace: settingsMiddleware },
    synchronize: { configurationSection: 'culprit' },
  };
  return new LanguageClient(
    'culprit',
    'Culprit',
    { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
    options,
  );
}
