/** `textDocument/codeLens`: one lens above each test function of an open document. */
import type { CodeLens, CodeLensParams } from 'vscode-languageserver/node';
import type { Session } from '../session.ts';
import { localizeAt } from './localizeArguments.ts';

export async function codeLens(session: Session, { textDocument }: CodeLensParams): Promise<readonly CodeLens[]> {
  const document = session.place(textDocument.uri);
  if (!(await session.settingsFor(document.root)).codeLens) return [];
  const text = await session.textOf(document);
  if (text === null) return [];
  const tests = await session.engine.testsIn(document.file, text);
  return tests.map(({ defRow, name }) => {
    const start = { line: defRow, character: 0 };
    return {
      range: { start, end: { line: defRow, character: 0 } },
      command: {
        title: 'Culprit: localize',
        tooltip: `Run ${name} and rank the lines its failure is to blame on`,
        command: session.client.command,
        arguments: localizeAt(textDocument.uri, start),
      },
    };
  });
}
