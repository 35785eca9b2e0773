/**
 * The terms by which source code and prose about it are matched: identifiers whole and in their parts, each part reduced
 * to its stem (M. Porter, "An algorithm for suffix stripping", 1980), words that say nothing left out. Leaves out weighing.
 */
import { stemmer } from 'stemmer';

const identifier = /[A-Za-z_\u00aa-\uffff][A-Za-z0-9_\u00aa-\uffff]*/g;
const part = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{N}+/gu;

/** Calls `found` with every identifier of a text and where it starts. */
export function visitIdentifiers(text: string, found: (identifier: string, start: number) => void): void {
  for (const match of text.matchAll(identifier)) found(match[0], match.index);
}

/** The terms of a text in order, repeats included. */
export function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  visitIdentifiers(text, (name) => {
    for (const term of termsOfIdentifier(name)) terms.push(term);
  });
  return terms;
}

/** So many identifiers are remembered with their terms; then remembering begins anew. */
const mostRemembered = 50_000;
const remembered = new Map<string, readonly string[]>();

/**
 * The stem of each part of an identifier, usual abbreviations written out; before them, of one with several parts, all of
 * them as one word (`timezone` for `time_zone`), and of one with more than two each pair of neighbours.
 */
export function termsOfIdentifier(name: string): readonly string[] {
  if (name.length > longestName) return [];
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const parts = (name.match(part) ?? []).map((one) => one.toLowerCase());
  const terms = parts.length > 1 ? [stemOf(parts.join(''))] : [];
  if (parts.length > 2) for (let at = 1; at < parts.length; at++) terms.push(stemOf(parts[at - 1]! + parts[at]!));
  for (const one of parts) {
    if (one.length < 2 || silentWords.has(one)) continue;
    if (!/^\p{N}/u.test(one)) terms.push(stemOf(abbreviations.get(one) ?? one));
    else if (one.length <= longestNumber) terms.push(one);
  }
  remembered.set(name, terms);
  return terms;
}

/** The stem of a word in lower case. */
export function stemOf(word: string): string {
  return word.length < shortestStemmed || longestStemmed < word.length ? word : stemmer(word);
}

export const isSilent = (word: string): boolean => silentWords.has(word);

/** What is longer is data, not a name. */
const longestName = 80;
const longestNumber = 4;
const shortestStemmed = 4;
const longestStemmed = 32;

/** What programmers write short. Only what has one meaning. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    arg: 'argument',
    args: 'arguments',
    attr: 'attribute',
    attrs: 'attributes',
    auth: 'authentication',
    bool: 'boolean',
    char: 'character',
    chars: 'characters',
    config: 'configuration',
    conf: 'configuration',
    cfg: 'configuration',
    conn: 'connection',
    ctx: 'context',
    db: 'database',
    dest: 'destination',
    dict: 'dictionary',
    dir: 'directory',
    dirs: 'directories',
    doc: 'documentation',
    docs: 'documentation',
    elem: 'element',
    env: 'environment',
    err: 'error',
    exc: 'exception',
    expr: 'expression',
    ext: 'extension',
    fmt: 'format',
    func: 'function',
    idx: 'index',
    info: 'information',
    init: 'initialize',
    int: 'integer',
    iter: 'iterate',
    kwarg: 'keyword',
    kwargs: 'keywords',
    lang: 'language',
    len: 'length',
    lib: 'library',
    loc: 'location',
    max: 'maximum',
    min: 'minimum',
    msg: 'message',
    num: 'number',
    obj: 'object',
    op: 'operator',
    ops: 'operators',
    opt: 'option',
    opts: 'options',
    param: 'parameter',
    params: 'parameters',
    pkg: 'package',
    pos: 'position',
    prev: 'previous',
    prop: 'property',
    props: 'properties',
    ref: 'reference',
    refs: 'references',
    regex: 'pattern',
    repo: 'repository',
    req: 'request',
    resp: 'response',
    sep: 'separator',
    seq: 'sequence',
    spec: 'specification',
    src: 'source',
    stmt: 'statement',
    str: 'string',
    sync: 'synchronize',
    temp: 'temporary',
    tmp: 'temporary',
    txt: 'text',
    val: 'value',
    vals: 'values',
    var: 'variable',
    vars: 'variables',
    ver: 'version',
  }),
);

/** Words of prose, of politeness and of most languages' syntax. */
const silentWords: ReadonlySet<string> = new Set(
  `a an the is are was were be been being to of in on at for from by with and or not no if else elif then than this that
  these those it its as i we you he she they my your our me us do does did done have has had having can could should
  would will may might must shall so such but there here when where what which who whom whose how why all any some each
  other more most also only just very too into out up down over under again further once between both few own same about
  against because while during before after above below self cls def class return import none true false pass raise try
  except finally lambda yield assert del global nonlocal async await http https www com github org html e g ie eg etc am
  pm please thank thanks hi hello`.split(/\s+/),
);
