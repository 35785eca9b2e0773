/**
 * The ranked locations in the text: a background by heat, the rank in words behind the line, a mark in the overview
 * ruler, the evidence in the hover. A mark goes when its line is edited. Leaves out the list, which is the tree's.
 */
import {
  type DecorationOptions,
  Disposable,
  OverviewRulerLane,
  Range,
  type TextDocumentChangeEvent,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Localization } from '../../server/protocol/localization.ts';
import { type HeatLevel, heatLevels, heatOf } from '../convert/heatOf.ts';
import { fileRange, fileUri } from '../convert/locations.ts';
import { percent } from '../convert/percent.ts';
import { evidenceHover } from './evidenceHover.ts';
import { type RowSpan, shifted } from './lineShift.ts';

interface Mark extends RowSpan {
  readonly heat: HeatLevel;
  readonly options: Omit<DecorationOptions, 'range'>;
}

export class HeatDecorations {
  readonly #types = new Map<HeatLevel, TextEditorDecorationType>(
    heatLevels.map((heat) => [heat, decorationType(heat)]),
  );
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #listening = Disposable.from(
    window.onDidChangeVisibleTextEditors((editors) => this.#paint(editors)),
    workspace.onDidChangeTextDocument((event) => this.#follow(event)),
  );

  /** Replaces whatever was shown. */
  show({ locations }: Localization, folder: Uri): void {
    this.#marks.clear();
    for (const location of locations) {
      const { start, end } = fileRange(location);
      const mark: Mark = {
        startRow: start.line,
        endRow: end.line,
        heat: heatOf(location, locations),
        options: {
          hoverMessage: evidenceHover(location, locations.length),
          renderOptions: {
            after: { contentText: `suspect #${location.rank} · ${percent(location.suspiciousness)}` },
          },
        },
      };
      const uri = fileUri(folder, location.file).toString();
      this.#marks.set(uri, [...(this.#marks.get(uri) ?? []), mark]);
    }
    this.#paint(window.visibleTextEditors);
  }

  clear(): void {
    this.#marks.clear();
    this.#paint(window.visibleTextEditors);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const type of this.#types.values()) type.dispose();
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    const marks = this.#marks.get(uri);
    if (marks === undefined || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ range, text }) => ({
      startRow: range.start.line,
      startCharacter: range.start.character,
      endRow: range.end.line,
      text,
    }));
    const after = edits.reduce<readonly Mark[]>(
      (left, edit) => left.map((mark) => shifted(mark, edit)).filter((mark) => mark !== null),
      marks,
    );
    this.#marks.set(uri, after);
    this.#paint(window.visibleTextEditors.filter((editor) => editor.document === document));
  }

  #paint(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const marks = this.#marks.get(editor.document.uri.toString()) ?? [];
      for (const [heat, type] of this.#types) {
        editor.setDecorations(type, marks.filter((mark) => mark.heat === heat).map(optionsOf));
      }
    }
  }
}

function optionsOf({ startRow, endRow, options }: Mark): DecorationOptions {
  return { ...options, range: new Range(startRow, 0, endRow, Number.MAX_SAFE_INTEGER) };
}

function decorationType(heat: HeatLevel): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor(`culprit.heat${heat}Background`),
    overviewRulerColor: new ThemeColor(`culprit.heat${heat}`),
    overviewRulerLane: OverviewRulerLane.Full,
    after: { color: new ThemeColor('editor.foreground'), margin: '0 0 0 3em', fontStyle: 'italic' },
  });
}
