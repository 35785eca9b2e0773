/**
 * A command as a person types it, split into its words. There is no shell: quotes and backslashes are understood as POSIX
 * shells do, and what only a shell could do (pipes, redirections, variables, patterns) is refused by name.
 */

export type CommandLine =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'malformed'; readonly message: string };

const needsShell: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  ';': 'a second command',
  '&': 'a command in the background, or a second one',
  '<': 'a redirection',
  '>': 'a redirection',
  $: 'a variable or a substitution',
  '`': 'a substitution',
  '*': 'a pattern',
  '\n': 'a second command',
};

/** The words of a command line; `malformed` says what of it needs a shell, or which quote is not closed. */
export function splitCommand(text: string): CommandLine {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "'" || character === '"') {
      const quoted = readQuoted(text, at);
      if ('message' in quoted) return { kind: 'malformed', message: quoted.message };
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      at += 1;
      if (text[at] === undefined) return refusal('ends with a backslash that has nothing after it');
      word = (word ?? '') + text[at];
    } else if (Object.hasOwn(needsShell, character)) return shellNeeded(character);
    else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === '~' && word === null) return shellNeeded('~', 'a home folder');
    else word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  const [first] = words;
  if (first === undefined || first === '') return refusal('names no program');
  if (/^\w+=/.test(first)) return refusal(`begins with a variable ("${first}"): write env ${first} before the program`);
  return { kind: 'words', words };
}

function readQuoted(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | { message: string } {
  const quote = text[start]!;
  let inside = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === quote) return { text: inside, end: at };
    if (quote === '"' && (character === '$' || character === '`')) return shellNeeded(character);
    if (quote === '"' && character === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) inside += text[++at];
    else inside += character;
  }
  return refusal(`has a quote (${quote}) that is not closed`);
}

function shellNeeded(character: string, what = needsShell[character] ?? 'something of a shell') {
  const shown = character === '\n' ? 'a new line' : `"${character}"`;
  return refusal(
    `has ${shown}, ${what}: no shell is started. Quote it where it is meant as it stands, or put the command into a script and name that`,
  );
}

function refusal(what: string) {
  return { kind: 'malformed', message: `The command ${what}.` } as const;
}

/** Words as one line that splits into them again. */
export function joinCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./{}[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
