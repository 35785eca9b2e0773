/** Progress of a request to the token that its client sent along. Leaves out commands, whose progress the server begins. */
import {
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import type { Session } from '../session.ts';

type Value = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/** A step in words, and how far it all is in percent where that can be said. */
export type Report = (message: string, percentage?: number) => void;

/** Runs `body` between `begin` and `end`, however it ends. Without a token nothing is sent. */
export async function withProgress<Result>(
  { connection }: Session,
  token: string | number | undefined,
  body: (report: Report) => Promise<Result>,
): Promise<Result> {
  const send = async (value: Value) => {
    if (token !== undefined) await connection.sendProgress(WorkDoneProgress.type, token, value);
  };
  await send({ kind: 'begin', title: 'Culprit', cancellable: true, percentage: 0 });
  try {
    return await body((message, percentage) => {
      void send({ kind: 'report', message, ...(percentage === undefined ? {} : { percentage }) });
    });
  } finally {
    await send({ kind: 'end' });
  }
}
