/** The notation of spec pages: programs in fenced blocks, the expected answers at the end of the lines they are about. */

export interface SpecCase {
  readonly title: string;
  /** Line of the page on which the block starts, 0-based. */
  readonly row: number;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly expectations: readonly Expectation[];
}

export interface Expectation {
  readonly file: string;
  /** 1-based, in its file. */
  readonly line: number;
  /** 0-based, in the page. */
  readonly row: number;
  /** `use total`, `slice`, `calls`, … */
  readonly question: string;
  readonly answer: string;
}

const questions =
  'use|control|calls|mentions|unresolved|imports|inherits|element|statement|tests|slice\\+?|forward\\+?|both\\+?|' +
  'spectrum|frame|trace|value|assertion|text|history|fixes|mutation|predicate';
const expectation = new RegExp(`^((?:${questions})(?: [\\w.$@-]+)?): ?(.*)$`);
const comment = /(?:#|\/\/) (.*)$/;
const separator = ' · ';

/** All programs of a page. A block's title is the heading above it. */
export function parseSpecPage(page: string): readonly SpecCase[] {
  const rows = page.split('\n');
  const cases: SpecCase[] = [];
  let title = '';
  for (let row = 0; row < rows.length; row++) {
    const heading = rows[row]!.match(/^#+ (.*)/);
    if (heading !== null) title = heading[1]!;
    const fence = rows[row]!.match(/^```([a-z]+)(?: (\S+))?$/);
    if (fence === null) continue;
    const end = rows.indexOf('```', row);
    cases.push(parseBlock(title, row + 1, rows.slice(row + 1, end), fence[2] ?? `main.${fence[1]}`));
    row = end;
  }
  return cases;
}

function parseBlock(title: string, row: number, lines: readonly string[], path: string): SpecCase {
  const files: { path: string; lines: string[] }[] = [{ path, lines: [] }];
  const expectations: Expectation[] = [];
  lines.forEach((text, offset) => {
    const cut = text.match(/^(?:#|\/\/)- (\S+)$/);
    if (cut !== null) {
      files.push({ path: cut[1]!, lines: [] });
      return;
    }
    const file = files.at(-1)!;
    file.lines.push(text);
    for (const { question, answer } of parseAnswers(text)) {
      expectations.push({ file: file.path, line: file.lines.length, row: row + offset, question, answer });
    }
  });
  const written = files.filter(({ lines: own }) => own.length > 0);
  return {
    title,
    row,
    files: written.map((file) => ({ path: file.path, text: `${file.lines.join('\n')}\n` })),
    expectations,
  };
}

/** The questions and answers at the end of a line; none where its comment is only a comment. */
export function parseAnswers(text: string): readonly { readonly question: string; readonly answer: string }[] {
  const found =
    text
      .match(comment)?.[1]
      ?.split(separator)
      .map((part) => part.trim().match(expectation)) ?? [];
  return found.every((match) => match !== null)
    ? found.map((match) => ({ question: match[1]!, answer: match[2]!.trim() }))
    : [];
}

/** A line with its answers replaced. */
export function withAnswers(
  text: string,
  answers: readonly { readonly question: string; readonly answer: string }[],
): string {
  const written = answers.map(({ question, answer }) => `${question}: ${answer}`).join(separator);
  return text.replace(comment, (whole) => `${whole.slice(0, whole.indexOf(' ') + 1)}${written}`);
}
