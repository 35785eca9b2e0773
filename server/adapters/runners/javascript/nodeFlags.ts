/** The options of Node that a project's own command gives it and that change how its code is loaded. Others are not kept. */

const kept =
  /^(--import|--require|-r|--loader|--experimental-loader|--conditions|-C|--env-file(-if-exists)?|--experimental-[\w-]+|--no-experimental-[\w-]+|--disable-warning|--no-warnings|--expose-gc|--harmony[\w-]*|--stack-size|--max-old-space-size|--preserve-symlinks(-main)?|--es-module-specifier-resolution|--icu-data-dir|--tls-[\w.-]+|--no-deprecation|--throw-deprecation|--unhandled-rejections|--enable-source-maps)(=|$)/;
const withValue =
  /^(--import|--require|-r|--loader|--experimental-loader|--conditions|-C|--env-file(-if-exists)?|--disable-warning)$/;
const ofTestRunner = /^--experimental-(test|default-type-test)/;

/** Those of `words` that are kept, in order, up to the first word that is no option. */
export function keptNodeFlags(words: readonly string[]): readonly string[] {
  const flags: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const takesNext = withValue.test(word);
    if (kept.test(word) && !ofTestRunner.test(word))
      flags.push(word, ...(takesNext ? words.slice(at + 1, at + 2) : []));
    if (takesNext) at += 1;
  }
  return flags;
}
