/** Releases a report speaks of, and what of them: which still worked, which no longer does. */

export interface MentionedVersion {
  /** As it was written, without a leading `v`. */
  readonly version: string;
  readonly role: 'works' | 'fails';
}

const number = String.raw`v?(\d{1,5}(?:\.\d{1,6}){1,4}(?:[-.]?(?:a|b|rc|alpha|beta|dev|post)\.?\d{0,4})?|(?<=v)\d{1,5})(?![\w.]*\w)`;
const named = String.raw`(?:[A-Za-z][\w.-]{0,40}(?: |==?)){0,2}`;
const of = (words: string) => new RegExp(String.raw`\b(?:${words}) ${named}${number}`, 'gi');

const fails = [
  of('regression (?:in|since|from|with|introduced (?:in|by|with))'),
  of(
    '(?:introduced|broken|broke|breaks|fails|failing|started (?:failing|happening)|appeared|crashes|changed) (?:in|since|by|with|from|on)',
  ),
  of(
    'since|starting (?:with|from|in)|as of|after (?:the )?(?:upgrade|update|upgrading|updating|moving|switching)(?: \\w+)? to|upgraded? to|updated? to|upgrading to|updating to',
  ),
];
const failsItself = new RegExp(
  String.raw`\b${number} (?:fails|breaks|broke|crashes|raises|throws|is broken|no longer|does not|doesn[’']t|cannot|introduced)\b`,
  'gi',
);
const works = [
  of(
    '(?:worked|works|working|fine|ok|okay|passes|passed|good|correct|correctly)(?: fine| well| correctly| as expected| perfectly)? (?:in|with|on|under|until|up to|before|using)',
  ),
  of('(?:until|up to|downgrad(?:e|ed|ing) to|revert(?:ed|ing)? to|roll(?:ed|ing)? back to|pinn(?:ed|ing) to)'),
];
const change = new RegExp(
  String.raw`\b(?:from|between) ${named}${number}(?: (?:to|and|->|→) |\s?(?:->|→)\s?)${named}${number}`,
  'gi',
);

/** In the order of the text; a version that is said to do both is left out. */
export function versionsIn(text: string): readonly MentionedVersion[] {
  const roles = new Map<string, { readonly at: number; readonly roles: Set<MentionedVersion['role']> }>();
  const add = (version: string | undefined, role: MentionedVersion['role'], at: number) => {
    if (version === undefined) return;
    const known = roles.get(version) ?? { at, roles: new Set() };
    known.roles.add(role);
    roles.set(version, known);
  };
  for (const pattern of [...fails, failsItself])
    for (const found of text.matchAll(pattern)) add(found[1], 'fails', found.index);
  for (const pattern of works) for (const found of text.matchAll(pattern)) add(found[1], 'works', found.index);
  for (const found of text.matchAll(change)) {
    add(found[1], 'works', found.index);
    add(found[2], 'fails', found.index + 1);
  }
  return [...roles]
    .filter(([, known]) => known.roles.size === 1)
    .sort(([, a], [, b]) => a.at - b.at)
    .map(([version, known]) => ({ version, role: [...known.roles][0]! }));
}
