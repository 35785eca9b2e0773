/**
 * Names of code that the message of an exception speaks of: what is called or quoted in it, or is written as only code is.
 * Leaves out which of them there are in a repository.
 */

const forms: readonly RegExp[] = [
  // `URL.__init__() got an unexpected …`, `x.refresh is not a function`, `(*Cart).Total`
  /([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#)[\p{L}_$][\p{L}\p{N}_$]*)*)(?=\(\))/gu,
  // `'Tuple' object has no attribute 'opts'`, `cannot find symbol "total"`, `<class 'a.b.C'>`
  /['"`‘]([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#)[\p{L}_$][\p{L}\p{N}_$]*)*)(?:\(\))?['"`’]/gu,
  // a.b.c, a_b, aB, A::b
  /(?<![\p{L}\p{N}_$./'"`-])([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#)[\p{L}_$][\p{L}\p{N}_$]*)+)(?![\p{L}\p{N}_$/'"`-])/gu,
  /(?<![\p{L}\p{N}_$./'"`-])([\p{L}$][\p{L}\p{N}$]*_[\p{L}\p{N}_$]+|[a-z]+[A-Z][\p{L}\p{N}]*|[A-Z][a-z]+[A-Z][\p{L}\p{N}]*)(?![\p{L}\p{N}_$/'"`-])/gu,
];

const maxNames = 12;
const maxChars = 1_000;

/** In the order of the forms, then of the message, each once; parts are joined by dots. */
export function namedInMessage(message: string): readonly string[] {
  const start = message.slice(0, maxChars);
  const found = forms.flatMap((form) => [...start.matchAll(form)].map((match) => match[1] ?? ''));
  const names = found.map((name) => name.replaceAll('::', '.').replaceAll('#', '.'));
  return [...new Set(names)].filter((name) => 1 < name.length).slice(0, maxNames);
}
