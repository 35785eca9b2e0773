/** Elements that give meaning to what a report names though it is no function: parameters, fields, errors raised. */
import { definitionKind, statementKind } from '../../../core/graph/fileFacts.ts';
import { isSilent, termsOfIdentifier } from '../../../core/text/terms.ts';
import type { ClueBook } from '../clues.ts';
import type { Corpus } from '../corpus.ts';
import type { BugReport } from '../report/bugReport.ts';
import type { Mentions } from '../report/mentions.ts';

const mostElements = 12;
const mostFiles = 40;

export function addDefinitionClues(corpus: Corpus, report: BugReport, { symbols }: Mentions, clues: ClueBook): void {
  const named = new Set([...symbols.title, ...symbols.ticked, ...symbols.prose]);
  for (const name of named) {
    if (isSilent(name)) continue;
    const [taking, assigning] = definingOf(corpus, name);
    tell(corpus, taking, 'parameterNamed', `Takes \`${name}\`, which the report names`, clues);
    tell(corpus, assigning, 'assignsNamed', `Assigns \`${name}\`, which the report names`, clues);
  }
  const errors = new Set(report.errors.flatMap((error) => /^[\w.:]*?(\w+)(?::|$|\s)/.exec(error)?.[1] ?? []));
  for (const error of errors) {
    if (/[A-Z]/.test(error)) tell(corpus, raisingOf(corpus, error), 'raisesReported', `Raises \`${error}\``, clues);
  }
}

function tell(corpus: Corpus, elements: ReadonlySet<number>, feature: string, message: string, clues: ClueBook): void {
  if (elements.size > mostElements) return;
  const value = 1 / elements.size;
  for (const element of elements) {
    clues.aboutElement(element, { kind: 'text', feature, value, line: null, message });
    clues.aboutFile(corpus.fileOf[element]!, { kind: 'text', feature, value, line: null, message });
  }
}

/** Elements with a parameter of the name, and elements that assign a variable or member of it. */
function definingOf(corpus: Corpus, name: string): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const [taking, assigning] = [new Set<number>(), new Set<number>()];
  for (const file of filesWith(corpus, name)) {
    const { scopes, definitions, names } = corpus.facts[file]!;
    const first = corpus.firstElement[file]!;
    scopes.forEach(({ parameters }, scope) => {
      if (parameters.some((parameter) => parameter.name === name)) taking.add(first + scope);
    });
    const paths = new Set(names.flatMap((path, at) => (path === name || path.endsWith(`.${name}`) ? [at] : [])));
    if (paths.size === 0) continue;
    definitions.name.forEach((path, at) => {
      if (definitions.kind[at] === definitionKind.assignment && paths.has(path))
        assigning.add(first + definitions.scope[at]!);
    });
  }
  return [taking, assigning];
}

function raisingOf(corpus: Corpus, error: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const file of filesWith(corpus, error)) {
    const { statements, file: path } = corpus.facts[file]!;
    const rows = (corpus.snapshot.textOf(path) ?? '').split('\n');
    statements.kind.forEach((kind, at) => {
      if (kind !== statementKind.raise) return;
      const text = rows.slice(statements.line[at]! - 1, statements.endLine[at]).join('\n');
      if (new RegExp(`\\b${error}\\b`).test(text)) found.add(corpus.firstElement[file]! + statements.scope[at]!);
    });
  }
  return found;
}

/** Files that have an identifier's terms all together; none where they are too many. */
function filesWith(corpus: Corpus, name: string): readonly number[] {
  const [whole] = termsOfIdentifier(name);
  const places = whole === undefined ? [] : (corpus.postings.get(whole) ?? []);
  const files = places.filter((_, at) => at % 2 === 0);
  return files.length <= mostFiles ? files : [];
}
