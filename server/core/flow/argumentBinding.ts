/** Which argument of a call fills which parameter of the function it runs. Total: a call that does not fit binds less. */
import { makesName, type ParameterFacts } from '../graph/fileFacts.ts';
import type { CallLink } from './program.ts';
import type { Focus } from './sliceStep.ts';

/** The places in a call whose values a parameter may take: one argument, or every spread one that may fill it. */
export function argumentsFor(link: CallLink, parameters: readonly ParameterFacts[], name: string): readonly Focus[] {
  const index = parameters.findIndex((one) => makesName(one, name));
  const parameter = parameters[index];
  if (parameter === undefined) return [];
  if (index < link.nImplicit) {
    return link.receiverIsWritten ? [{ start: link.call.start, end: link.call.start + 1 }] : [];
  }
  const positional = link.call.arguments.filter(({ kind }) => kind === 'positional');
  const spread = link.call.arguments.filter(({ kind }) => kind === 'rest');
  const spreadKeywords = link.call.arguments.filter(({ kind }) => kind === 'keywords');
  const keywords = link.call.arguments.filter(({ kind }) => kind === 'keyword');
  switch (parameter.kind) {
    case 'rest':
      return [...positional.slice(index - link.nImplicit), ...spread];
    case 'keywords': {
      const named = new Set(parameters.filter((other) => other !== parameter).map((other) => other.name));
      return [...keywords.filter(({ keyword }) => !named.has(keyword!)), ...spreadKeywords];
    }
    case 'positional': {
      const written = keywords.find(({ keyword }) => keyword === name) ?? positional[index - link.nImplicit];
      return written === undefined ? [...spread, ...spreadKeywords] : [written];
    }
    case 'keywordOnly': {
      const written = keywords.find(({ keyword }) => keyword === name);
      return written === undefined ? spreadKeywords : [written];
    }
  }
}
