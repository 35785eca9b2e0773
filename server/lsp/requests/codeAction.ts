/**
 * `textDocument/codeAction`: localize the test at the cursor, for editors without code lenses. Asked for by a person,
 * it is offered anywhere in a test; unasked, only on the test's first line, so that no light bulb follows the cursor.
 */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
} from 'vscode-languageserver/node';
import type { Session } from '../session.ts';
import { testAt } from '../testsInDocument.ts';
import { localizeAt } from './localizeArguments.ts';

export async function codeAction(session: Session, params: CodeActionParams): Promise<readonly CodeAction[]> {
  const { context, range, textDocument } = params;
  if (context.only !== undefined && !context.only.some(admitsQuickFix)) return [];
  const document = session.place(textDocument.uri);
  const text = await session.textOf(document);
  if (text === null) return [];
  const row = range.start.line;
  const test = testAt(await session.engine.testsIn(document.file, text), row);
  if (test === null) return [];
  if (context.triggerKind === CodeActionTriggerKind.Automatic && row !== test.defRow) return [];
  session.lastOffered = { uri: textDocument.uri, row: test.defRow };
  const title = 'Culprit: Localize this failing test';
  const position = { line: test.defRow, character: 0 };
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: session.client.command, arguments: localizeAt(textDocument.uri, position) },
    },
  ];
}

function admitsQuickFix(kind: string): boolean {
  return kind === '' || kind === CodeActionKind.QuickFix;
}
