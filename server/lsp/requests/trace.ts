/**
 * `culprit/trace`: from a client's words to how one test ran. Trust first, then which test, then the run. Leaves out how it
 * is shown: the client gets the document, and the page of text that every face shows.
 */
import type { CancellationToken } from 'vscode-languageserver/node';
import type { TraceResult } from '../../protocol/requests.ts';
import { tracePage } from '../../protocol/traceText.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { uriOfPath } from '../workspaceFolders.ts';
import { readAsked } from './localizeArguments.ts';
import { whichTest } from './whichTest.ts';
import { withProgress } from './workDoneProgress.ts';

/** The request itself. Throws a `Refusal` where there is nothing to tell. */
export async function traceForClient(session: Session, given: unknown, token: CancellationToken): Promise<TraceResult> {
  const params = readAsked(given);
  return withProgress(session, params.workDoneToken, async (report) => {
    session.requireTrust();
    const { root, test } = await whichTest(session, params);
    const settings = await session.settingsFor(root);
    return session.alone(root, [token], async (cancellation) => {
      const log = session.connection.console;
      log.info(`Tracing ${test} in ${root}`);
      if (!session.client.canWatchFiles) session.engine.allChanged(root);
      const onProgress = (message: string) => {
        log.debug(message);
        report(message);
      };
      const outcome = await session.engine.trace({ root, tests: [test], settings }, onProgress, cancellation);
      if (outcome.kind === 'notRun') throw new Refusal(outcome.message);
      log.info(outcome.kind === 'cancelled' ? `Cancelled: ${test}` : `Traced: ${outcome.document.outcome}`);
      if (outcome.kind === 'cancelled') return { ending: 'cancelled' };
      const { document } = outcome;
      return { ending: 'done', document, page: tracePage(document), folderUri: uriOfPath(root) };
    });
  });
}
