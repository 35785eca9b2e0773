/**
 * The arguments of the `culprit.localize` command, both ways: as lenses and actions write them, `[uri, position]`, and
 * as people's key bindings may. Everything is optional.
 */
import type { LocalizeParams, WirePosition } from '../../protocol/requests.ts';
import { Refusal } from '../refusal.ts';

export function localizeAt(uri: string, position: WirePosition): [string, WirePosition] {
  return [uri, position];
}

/** `[]`, `[uri, position?]`, `["a test id"]` or `[LocalizeParams]`; `null` for none at all. */
export function readArguments(given: readonly unknown[]): LocalizeParams | null {
  const [first, second] = given;
  if (first === undefined || first === null) return null;
  if (typeof first === 'object') return readParams(first);
  if (typeof first !== 'string') throw malformed(given);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(first)) return { test: first };
  return { textDocument: { uri: first }, ...(second == null ? {} : { position: readPosition(second) }) };
}

/** The parameters of `culprit/localize` and `culprit/trace`, which may be anything. */
export function readAsked(given: unknown): LocalizeParams {
  if (typeof given !== 'object' || given === null) throw new Refusal('Say which test: the parameters are missing.');
  return readParams(given);
}

/** Their fields, checked: they come over a wire. */
function readParams(given: object): LocalizeParams {
  const { textDocument, position, label, test, workDoneToken } = given as Record<keyof LocalizeParams, unknown>;
  const uri = (textDocument as { uri?: unknown } | undefined)?.uri;
  return {
    ...(typeof uri === 'string' ? { textDocument: { uri } } : {}),
    ...(position == null ? {} : { position: readPosition(position) }),
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof test === 'string' ? { test } : {}),
    ...(typeof workDoneToken === 'string' || typeof workDoneToken === 'number' ? { workDoneToken } : {}),
  };
}

function readPosition(given: unknown): WirePosition {
  const { line, character } = given as Partial<WirePosition>;
  if (typeof line !== 'number') throw malformed(given);
  return { line, character: typeof character === 'number' ? character : 0 };
}

function malformed(given: unknown): Refusal {
  return new Refusal(`Give a document uri and a position, or a test id, not ${JSON.stringify(given)}.`);
}
