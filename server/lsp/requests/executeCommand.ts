/**
 * `workspace/executeCommand culprit.localize`, for editors that know nothing of Culprit: progress in the editor's own
 * way, the answer as a message and as diagnostics. It answers `null`; whatever went wrong is a message too, because
 * several editors drop the error of a command.
 */
import {
  type CancellationToken,
  CancellationTokenSource,
  type ExecuteCommandParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { type LocalizeResult, localizeCommand, type Summary } from '../../protocol/requests.ts';
import { publishLocalization } from '../publishLocalization.ts';
import { Refusal, sentenceOf } from '../refusal.ts';
import type { Session } from '../session.ts';
import { localize } from './localize.ts';
import { readArguments } from './localizeArguments.ts';

const typeOf = { info: MessageType.Info, warning: MessageType.Warning, error: MessageType.Error } as const;

interface Progress {
  begin(title: string, percentage?: number, message?: string, cancellable?: boolean): void;
  report(percentage: number, message: string): void;
  done(): void;
  readonly token?: CancellationToken;
}

export async function executeCommand(
  session: Session,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<null> {
  const { connection } = session;
  try {
    const result = await localizeWithProgress(session, params, token);
    if (result.ending === 'cancelled') return null;
    if (!session.client.showsResults) await publishLocalization(session, result);
    show(session, result.summary);
  } catch (error) {
    show(session, { severity: 'error', message: sentenceOf(error, connection.console) });
  }
  return null;
}

async function localizeWithProgress(
  session: Session,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<LocalizeResult> {
  if (params.command !== localizeCommand) throw new Refusal(`Unknown command "${params.command}".`);
  const { lastOffered } = session;
  const offered = lastOffered && {
    textDocument: { uri: lastOffered.uri },
    position: { line: lastOffered.row, character: 0 },
  };
  const asked = readArguments(params.arguments ?? []) ?? offered ?? {};
  session.requireTrust();
  const progress = await progressOf(session, params);
  progress.begin('Culprit', 0, 'Localizing', true);
  try {
    return await localize(session, asked, {
      tokens: [token, progress.token ?? new CancellationTokenSource().token],
      onProgress: ({ message, fraction }) => progress.report(Math.round(fraction * 100), message),
    });
  } finally {
    progress.done();
  }
}

/** The client's own token where it sent one, else one of ours where the client takes it, else nothing is shown. */
async function progressOf({ connection, client }: Session, { workDoneToken }: ExecuteCommandParams): Promise<Progress> {
  if (workDoneToken !== undefined || !client.canCreateProgress) {
    return connection.window.attachWorkDoneProgress(workDoneToken);
  }
  try {
    return await connection.window.createWorkDoneProgress();
  } catch {
    return connection.window.attachWorkDoneProgress(undefined);
  }
}

/** A notification, not a request: a client need not know how to answer. */
function show({ connection }: Session, { severity, message }: Summary): void {
  void connection.sendNotification(ShowMessageNotification.type, {
    type: typeOf[severity],
    message: `Culprit: ${message}`,
  });
}
