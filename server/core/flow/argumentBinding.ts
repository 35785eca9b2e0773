/** Which argument of a call fills which parameter of the function it runs. Total: a call that does not fit binds less. */
import { type ArgumentFacts, makesName, type ParameterFacts } from '../graph/fileFacts.ts';
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
  const written = link.call.arguments;
  const place = index - link.nImplicit;
  switch (parameter.kind) {
    case 'rest':
      return [...ofKind(written, 'positional').slice(place), ...ofKind(written, 'rest')];
    case 'keywords': {
      const named = new Set(parameters.filter((other) => other !== parameter).map((other) => other.name));
      const unnamed = ofKind(written, 'keyword').filter(({ keyword }) => !named.has(keyword!));
      return [...unnamed, ...ofKind(written, 'keywords')];
    }
    case 'positional': {
      const one = keywordOf(written, name) ?? positionalAt(written, place);
      return one === undefined ? [...ofKind(written, 'rest'), ...ofKind(written, 'keywords')] : [one];
    }
    case 'keywordOnly': {
      const one = keywordOf(written, name);
      return one === undefined ? ofKind(written, 'keywords') : [one];
    }
  }
}

function ofKind(written: readonly ArgumentFacts[], kind: ArgumentFacts['kind']): readonly ArgumentFacts[] {
  return written.filter((one) => one.kind === kind);
}

function keywordOf(written: readonly ArgumentFacts[], name: string): ArgumentFacts | undefined {
  return written.find(({ kind, keyword }) => kind === 'keyword' && keyword === name);
}

function positionalAt(written: readonly ArgumentFacts[], place: number): ArgumentFacts | undefined {
  let left = place;
  for (const one of written) if (one.kind === 'positional' && left-- === 0) return one;
  return undefined;
}
