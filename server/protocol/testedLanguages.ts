/** Languages, by the ids editors give them, in whose files tests can be localized. The manifest repeats them. */
export const testedLanguages: readonly string[] = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'java',
  'go',
  'rust',
  'c',
  'cpp',
];
