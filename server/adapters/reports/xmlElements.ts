/**
 * Reads the elements and attributes of an XML document, strictly and in one pass. Leaves out what reports have no need of
 * and what XML is attacked with: no entities but the five of XML itself, no declarations in a DOCTYPE, nothing fetched;
 * text between elements is handed on undivided from entities it cannot have.
 */

export type Attributes = Readonly<Record<string, string>>;

export interface ElementReader {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  /** Text inside the innermost open element, entities resolved. */
  text?(text: string): void;
}

const maxDepth = 256;
const nameForm = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
const attributeForm = /\s+([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const tagEnd = /\s*(\/?)>/y;
const closingTag = /<\/([\p{L}_:][\p{L}\p{N}_:.-]*)\s*>/uy;
const doctype = /<!DOCTYPE\s[^[\]<>]*>/y;
const known: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

class Malformed extends Error {}

/** Tells the reader each element in order; `null`, or what is wrong with the document and at which character. */
export function readElements(document: string, reader: ElementReader): string | null {
  try {
    read(document.replace(/^\uFEFF/, ''), reader);
    return null;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

function read(text: string, reader: ElementReader): void {
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '<') {
      const end = orElse(text.indexOf('<', at), text.length);
      const between = text.slice(at, end);
      if (open.length === 0 && between.trim() !== '') throw wrong('text outside of the root element', at);
      if (open.length !== 0) reader.text?.(resolved(between, at));
      at = end;
    } else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at);
      if (open.length === 0) throw wrong('text outside of the root element', at);
      reader.text?.(text.slice(at + 9, end - 3));
      at = end;
    } else if (text.startsWith('<!', at)) {
      if (roots !== 0 || matchAt(doctype, text, at) === null)
        throw wrong('a declaration of its own, which is not read', at);
      at = doctype.lastIndex;
    } else if (text.startsWith('</', at)) {
      const match = matchAt(closingTag, text, at);
      if (match === null || open.pop() !== match[1]) throw wrong('a closing tag that closes nothing', at);
      reader.close?.(match[1]!);
      at = closingTag.lastIndex;
    } else {
      if (open.length === 0 && ++roots > 1) throw wrong('a second root element', at);
      const { name, attributes, isEmpty, end } = openingTag(text, at);
      reader.open(name, attributes);
      if (isEmpty) reader.close?.(name);
      else if (open.push(name) > maxDepth) throw wrong('elements nested too deep', at);
      at = end;
    }
  }
  if (open.length !== 0) throw wrong(`the end, with <${open.at(-1)}> still open`, at);
  if (roots === 0) throw wrong('no element', at);
}

function openingTag(text: string, at: number) {
  const name = matchAt(nameForm, text, at + 1)?.[0];
  if (name === undefined) throw wrong('a "<" that begins no tag', at);
  let end = nameForm.lastIndex;
  const attributes: Record<string, string> = Object.create(null);
  for (let match = matchAt(attributeForm, text, end); match !== null; match = matchAt(attributeForm, text, end)) {
    if (match[1]! in attributes) throw wrong(`the attribute ${match[1]} twice`, end);
    attributes[match[1]!] = resolved(match[2] ?? match[3] ?? '', end);
    end = attributeForm.lastIndex;
  }
  const closing = matchAt(tagEnd, text, end);
  if (closing === null) throw wrong(`a tag <${name}> that does not end`, end);
  return { name, attributes, isEmpty: closing[1] === '/', end: tagEnd.lastIndex };
}

function resolved(text: string, at: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const code = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const point = code === null ? -1 : Number.parseInt(code[1] ?? code[2]!, code[1] === undefined ? 10 : 16);
    if (whole.endsWith(';') && 0 < point && point <= 0x10ffff) return String.fromCodePoint(point);
    const value = whole.endsWith(';') && Object.hasOwn(known, name) ? known[name] : undefined;
    if (value === undefined) throw wrong(`the entity "${whole.slice(0, 20)}", which is not read`, at);
    return value;
  });
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}

function after(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  if (found === -1) throw wrong(`the end, where "${mark}" should come`, at);
  return found + mark.length;
}

function orElse(index: number, otherwise: number): number {
  return index === -1 ? otherwise : index;
}

function wrong(what: string, at: number): Malformed {
  return new Malformed(`it has ${what} (character ${at + 1})`);
}
