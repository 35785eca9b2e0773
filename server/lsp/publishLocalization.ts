/**
 * A localization as diagnostics, for editors that have nothing better: the first location as information, the others
 * as hints, each with its evidence as related information. A new localization of a folder replaces the old one.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver/node';
import type { RankedLocation } from '../protocol/localization.ts';
import type { LocalizeResult } from '../protocol/requests.ts';
import type { Session } from './session.ts';
import { uriOfPath } from './workspaceFolders.ts';

export async function publishLocalization(
  session: Session,
  { localization, folderUri }: LocalizeResult,
): Promise<void> {
  const root = fileURLToPath(folderUri);
  const { locations } = localization;
  const files = [...new Set(locations.map(({ file }) => file))];
  for (const uri of session.published.get(root) ?? []) {
    await session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }
  session.published.set(
    root,
    files.map((file) => uriOfPath(join(root, file))),
  );
  for (const file of files) {
    const lines = ((await session.engine.read(root, file)) ?? '').split(/\r\n|\r|\n/);
    const diagnostics = locations
      .filter((location) => location.file === file)
      .map((location) => diagnosticOf(root, location, lines));
    await session.connection.sendDiagnostics({ uri: uriOfPath(join(root, file)), diagnostics });
  }
}

function diagnosticOf(root: string, location: RankedLocation, lines: readonly string[]): Diagnostic {
  const { rank, line, endLine, suspiciousness, evidence } = location;
  const reasons = evidence.map(({ message }) => `- ${message}`);
  return {
    range: rangeOf(line, endLine, lines),
    severity: rank === 1 ? DiagnosticSeverity.Information : DiagnosticSeverity.Hint,
    source: 'culprit',
    code: `rank-${rank}`,
    message: [`Suspicious line, rank ${rank} (${suspiciousness.toFixed(2)})`, ...reasons].join('\n'),
    relatedInformation: evidence.flatMap(({ path }) => path.map((step) => relatedTo(root, step))),
  };
}

function relatedTo(
  root: string,
  step: { readonly file: string; readonly line: number; readonly message: string },
): DiagnosticRelatedInformation {
  const start = { line: step.line - 1, character: 0 };
  return { location: { uri: uriOfPath(join(root, step.file)), range: { start, end: start } }, message: step.message };
}

/** From the first character of the code to the end of the last line. */
function rangeOf(line: number, endLine: number, lines: readonly string[]): Range {
  const first = lines[line - 1] ?? '';
  const last = lines[endLine - 1] ?? '';
  return {
    start: { line: line - 1, character: first.length - first.trimStart().length },
    end: { line: endLine - 1, character: last.length },
  };
}
