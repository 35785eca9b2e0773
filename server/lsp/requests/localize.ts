/**
 * `culprit/localize`: from a client's words to the engine's answer. Trust first, then which test, then the run.
 * Leaves out how progress and results are shown; the caller says.
 */
import type { CancellationToken } from 'vscode-languageserver/node';
import type { LocalizeProgress } from '../../localize/localizeFailingTest.ts';
import type { LocalizeParams, LocalizeResult } from '../../protocol/requests.ts';
import type { Session } from '../session.ts';
import { summarize } from '../summary.ts';
import { uriOfPath } from '../workspaceFolders.ts';
import { readAsked } from './localizeArguments.ts';
import { whichTest } from './whichTest.ts';
import { withProgress } from './workDoneProgress.ts';

/** The request itself, for a client that shows the result; progress goes to its `workDoneToken`. */
export async function localizeForClient(
  session: Session,
  given: unknown,
  token: CancellationToken,
): Promise<LocalizeResult> {
  const params = readAsked(given);
  return withProgress(session, params.workDoneToken, (report) =>
    localize(session, params, {
      tokens: [token],
      onProgress: ({ message, fraction }) => report(message, Math.round(fraction * 100)),
    }),
  );
}

export interface Watcher {
  onProgress(progress: LocalizeProgress): void;
  readonly tokens: readonly CancellationToken[];
}

/** Throws a `Refusal` where nothing is run. */
export async function localize(session: Session, params: LocalizeParams, watcher: Watcher): Promise<LocalizeResult> {
  session.requireTrust();
  const { root, test } = await whichTest(session, params);
  const settings = await session.settingsFor(root);
  return session.alone(root, watcher.tokens, async (cancellation) => {
    const log = session.connection.console;
    log.info(`Localizing ${test} in ${root}`);
    if (!session.client.canWatchFiles) session.engine.allChanged(root);
    const onProgress = (progress: LocalizeProgress) => {
      log.debug(progress.message);
      watcher.onProgress(progress);
    };
    const { localization, ending } = await session.engine.localize(
      { root, tests: [test], settings },
      onProgress,
      cancellation,
    );
    for (const { severity, message } of localization.problems) log.info(`${severity}: ${message}`);
    const summary = summarize(localization);
    log.info(ending === 'cancelled' ? `Cancelled: ${test}` : `${localization.verdict}: ${summary.message}`);
    return { localization, ending, folderUri: uriOfPath(root), summary };
  });
}
