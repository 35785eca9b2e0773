/**
 * What an edit does to marked lines: a mark on an edited line is gone, marks below move with their line. Rows are
 * zero-based. Leaves out the editor.
 */
export interface RowSpan {
  readonly startRow: number;
  readonly endRow: number;
}

export interface RowEdit {
  readonly startRow: number;
  readonly startCharacter: number;
  readonly endRow: number;
  readonly text: string;
}

/** `null` where the edit touches the lines. */
export function shifted<Span extends RowSpan>(span: Span, edit: RowEdit): Span | null {
  const nInserted = edit.text.split('\n').length - 1;
  const delta = nInserted - (edit.endRow - edit.startRow);
  if (edit.startRow > span.endRow) return span;
  const isInsertionBefore =
    edit.startRow === edit.endRow && edit.startRow === span.startRow && edit.startCharacter === 0;
  const isAbove = edit.endRow < span.startRow || (isInsertionBefore && edit.text.endsWith('\n'));
  return isAbove ? { ...span, startRow: span.startRow + delta, endRow: span.endRow + delta } : null;
}
