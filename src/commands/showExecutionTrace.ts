/**
 * `Culprit: Show Execution Trace` of a test, and `Show in Execution Trace` of a ranked location: how the test ran, as a
 * read-only document. Leaves out what the document says, which is the server's.
 */
import { commands, Disposable, type LogOutputChannel } from 'vscode';
import type { LocalizeParams, TraceResult } from '../../server/protocol/requests.ts';
import type { CulpritClient } from '../client.ts';
import type { WirePlace } from '../convert/locations.ts';
import { chosenTest } from '../testing/chosenTest.ts';
import type { RankedLocationsView } from '../views/rankedLocationsView.ts';
import type { TraceDocuments } from '../views/traceDocuments.ts';
import { commandIds } from './commandIds.ts';
import { runTest } from './runTest.ts';

export interface TracingParts {
  readonly client: CulpritClient;
  readonly view: RankedLocationsView;
  readonly traces: TraceDocuments;
  readonly log: LogOutputChannel;
}

export function registerShowExecutionTrace({ client, view, traces, log }: TracingParts): Disposable {
  const traced = (test: () => LocalizeParams, at: WirePlace | null) => {
    const show = async (result: TraceResult) => {
      if (result.ending === 'done') await traces.show(result, at);
    };
    return runTest({ verb: 'Trace', test, ask: client.trace, show }, log);
  };
  return Disposable.from(
    commands.registerCommand(commandIds.showExecutionTrace, (...args: unknown[]) =>
      traced(() => chosenTest(args), null),
    ),
    commands.registerCommand(commandIds.showInExecutionTrace, (node: unknown) => {
      const located = view.located(node);
      const test = () => {
        if (located !== null) return located.test;
        throw new Error('Choose one of the ranked locations first.');
      };
      return traced(test, located?.location ?? null);
    }),
  );
}
