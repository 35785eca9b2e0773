/** Words with which English sentences tell a fault, begin to tell another one, or say what it comes from. */

const fault =
  /\b(?:fail(?:s|ed|ing|ure|ures)?|wrong|wrongly|incorrect|incorrectly|errors?|exceptions?|crash(?:es|ed|ing)?|raise[sd]?|raising|throws?|thrown|threw|broken?|breaks|bugs?|missing|ignor(?:es|ed|ing)|lost|loses|losing|drops|dropped|hangs?|leaks?|corrupts?|corrupted|invalid|unexpected|unexpectedly|inconsistent|regression|panics?|panicked|segfaults?|cannot|can't|doesn[’']t|does not|don[’']t|do not|didn[’']t|did not|isn[’']t|is not|aren[’']t|are not|won[’']t|instead of|no longer|twice|duplicat(?:es?|ed)|overflows?|deadlocks?|stale|unable|skips|skipped|forgets|refuses)\b|[A-Z]\w*(?:Error|Exception)\b/i;

export function tellsFault(text: string): boolean {
  return fault.test(text);
}

const another =
  /^(?:there(?: is|['’]s| are| seems to be) (?:also )?)?(?:yet )?(?:an? )?(?:another|second|separate|related|further|different|unrelated|additional) (?:\w+ )?(?:bug|issue|problem|error|fault|failure|crash|exception)\b(?! #?\d)|^(?:separately|secondly|thirdly),? /i;
const also =
  /^(?:and )?(?:also|additionally|furthermore|moreover|in addition|besides|on top of that|similarly|likewise)\b,? /i;

/** `surely`: it says outright that it is another fault; `perhaps`: it might be one. */
export function beginsAnother(sentence: string): 'surely' | 'perhaps' | 'no' {
  const start = sentence.trimStart().slice(0, 120);
  return another.test(start) ? 'surely' : also.test(start) ? 'perhaps' : 'no';
}

export function withoutOpening(sentence: string): string {
  return sentence
    .trim()
    .replace(also, '')
    .replace(/^(?:separately|secondly|thirdly),? /i, '');
}

/** First words of the steps of a recipe. */
const steps =
  /^(?:please |then |now |next,? )*(?:run|open|create|install|click|go|start|call|import|set|add|use|make|write|clone|download|build|execute|type|enter|select|observe|see|check|try|define|save|load|navigate|press|upload|log|configure|do|wait|change|edit|put|have|given|launch|restart|remove|submit|inspect|verify|visit|switch|repeat|pass|provide|attempt)\b/i;

export function isStep(text: string): boolean {
  return steps.test(text.trim());
}

export interface CausalSentence {
  readonly cause: string;
  readonly effect: string;
}

const forward =
  /,? (?:(?:and |so )?(?:which|that|this)(?: then| in turn)? )?(?:causes|cause|caused|leads to|lead to|led to|results in|resulted in|triggers) |[,;] (?:and )?(?:as a result|therefore|consequently),? /i;
const backward = /,? because(?: of)? |,? due to |,? (?:is |are |was )?caused by |,? as a result of /i;
const leading = /^(?:because(?: of)?|due to|as a result of) ([^,]+), (.+)$/is;
const longest = 300;

/** A sentence whose two halves are a cause and what comes of it. */
export function causalHalves(sentence: string): CausalSentence | null {
  if (longest < sentence.length) return null;
  const [, told, outcome] = leading.exec(sentence.trim()) ?? [];
  if (told !== undefined && outcome !== undefined) return { cause: told, effect: outcome };
  const back = backward.exec(sentence);
  if (back !== null && back.index > 0) {
    return { effect: sentence.slice(0, back.index).trim(), cause: sentence.slice(back.index + back[0].length).trim() };
  }
  const on = forward.exec(sentence);
  if (on === null || on.index === 0) return null;
  return { cause: sentence.slice(0, on.index).trim(), effect: sentence.slice(on.index + on[0].length).trim() };
}

/** Whether it says that it comes of what was told just before. */
export function comesOfBefore(sentence: string): boolean {
  return /^(?:as a (?:result|consequence)|because of (?:this|that)|due to (?:this|that)|consequently|therefore|this (?:also |then |in turn )?(?:causes|leads to|results in|makes|breaks|triggers))\b/i.test(
    sentence.trimStart().slice(0, 120),
  );
}

/** Sentences with what follows them up to the next; a line that is empty, or begins an item, ends one, too. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[A-Z`"'([])|\n\s*\n|\n(?=\s{0,3}(?:[-*+]|\d{1,2}[.)])\s)/)
    .filter((one) => one.trim() !== '');
}
