/**
 * The command of an npm script that runs tests, taken apart: variables it sets and the words that follow the runner's
 * name. Nothing is run; what only a shell could say is passed over.
 */

export interface TestCommand {
  /** What is set before the program is named. */
  readonly environment: Readonly<Record<string, string>>;
  /** From the runner's name on. */
  readonly words: readonly string[];
}

const wrappers = new Set([
  'npx',
  'nyc',
  'c8',
  'cross-env',
  'cross-env-shell',
  'dotenv',
  'env',
  'exec',
  '--',
  'time',
  'pnpm',
  'yarn',
  'bunx',
]);
const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;

/** The first command of scripts that `isRunner` knows by its words; scripts named `test…` come first. */
export function testCommand(
  scripts: Readonly<Record<string, string>>,
  isRunner: (words: readonly string[]) => boolean,
): TestCommand | null {
  const names = Object.keys(scripts).sort((a, b) => rank(a) - rank(b));
  for (const name of names) {
    for (const words of commandsOf(scripts[name] ?? '')) {
      const command = parts(words);
      if (isRunner(command.words)) return command;
    }
  }
  return null;
}

function rank(name: string): number {
  return name === 'test' ? 0 : name.startsWith('test') ? 1 : 2;
}

function parts(words: readonly string[]): TestCommand {
  const environment: Record<string, string> = {};
  let from = 0;
  let isWrapped = false;
  for (; from < words.length; from += 1) {
    const word = words[from]!;
    const set = assignment.exec(word);
    if (set !== null) environment[set[1]!] = set[2]!;
    else if (wrappers.has(word)) isWrapped = true;
    else if (!(isWrapped && word.startsWith('-'))) break;
  }
  return { environment, words: words.slice(from) };
}

/** The commands of a line, each as its words; quotes are taken off. */
export function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  const endWord = () => {
    if (word !== null) commands.at(-1)!.push(word);
    word = null;
  };
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === '"' || letter === "'") {
      const end = line.indexOf(letter, at + 1);
      word = (word ?? '') + line.slice(at + 1, end === -1 ? undefined : end);
      at = end === -1 ? line.length : end;
    } else if (letter === '\\' && at + 1 < line.length) {
      at += 1;
      word = (word ?? '') + line[at];
    } else if (/[;&|]/.test(letter)) {
      endWord();
      if (commands.at(-1)!.length !== 0) commands.push([]);
    } else if (/\s/.test(letter)) endWord();
    else word = (word ?? '') + letter;
  }
  endWord();
  return commands.filter(({ length }) => length !== 0);
}
