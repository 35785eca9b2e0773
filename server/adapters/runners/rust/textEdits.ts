/** Insertions into a text, some around a part of it, put together at the end: what was opened last is closed first. */

/** Text that depends on the number of the file's first probe. */
export type Numbered = string | ((first: number) => string);

export interface TextEdits {
  /** Before what stands at a position. */
  insert(at: number, text: Numbered): void;
  /** After what ends at a position. */
  close(at: number, text: Numbered): void;
  wrap(start: number, end: number, open: Numbered, closing: Numbered): void;
  render(first: number): string;
}

interface Edit {
  readonly at: number;
  readonly closes: boolean;
  readonly text: Numbered;
}

/** Edits of one text; wrap an outer part before the parts inside it. */
export function createEdits(text: string): TextEdits {
  const edits: Edit[] = [];
  const insert = (at: number, inserted: Numbered) => edits.push({ at, closes: false, text: inserted });
  const close = (at: number, closing: Numbered) => edits.push({ at, closes: true, text: closing });
  return {
    insert,
    close,
    wrap(start, end, open, closing) {
      insert(start, open);
      close(end, closing);
    },
    render(first) {
      const numbered = edits.map((edit, order) => ({ ...edit, order }));
      numbered.sort(
        (a, b) =>
          a.at - b.at || Number(b.closes) - Number(a.closes) || (a.closes ? b.order - a.order : a.order - b.order),
      );
      let [out, done] = ['', 0];
      for (const edit of numbered) {
        out += text.slice(done, edit.at) + (typeof edit.text === 'string' ? edit.text : edit.text(first));
        done = edit.at;
      }
      return out + text.slice(done);
    },
  };
}
