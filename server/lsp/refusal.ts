/**
 * Why a request was not carried out, in one sentence for the person who asked. Anything else that is thrown is a bug:
 * it goes to the log with its stack and is told apart. Leaves out verdicts, which are answers.
 */
import { LSPErrorCodes, type RemoteConsole, ResponseError } from 'vscode-languageserver/node';

export class Refusal extends Error {}

/** The sentence for a person; the stack of a bug goes to the log. */
export function sentenceOf(error: unknown, console: RemoteConsole): string {
  if (error instanceof Refusal) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`A bug in Culprit: ${detail}`);
  const first = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  return `This is a bug in Culprit, the log holds the details: ${first}`;
}

/** Runs the body of one request; whatever it throws becomes one error response. */
export async function answer<Result>(
  console: RemoteConsole,
  body: () => Promise<Result> | Result,
): Promise<Result | ResponseError<void>> {
  try {
    return await body();
  } catch (error) {
    return new ResponseError(LSPErrorCodes.RequestFailed, sentenceOf(error, console));
  }
}
