/** Tests of GoogleTest as the text of a file declares them. Leaves out tests that other macros make. */

export interface DeclaredTest {
  readonly suite: string;
  readonly name: string;
  readonly line: number;
}

const macro = /^[ \t]*(?:GTEST_)?(?:TYPED_)?TEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)/gm;

/** In the order of the file. */
export function declaredTests(text: string): readonly DeclaredTest[] {
  const found: DeclaredTest[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(macro)) {
    const at = match.index + match[0].search(/\S/);
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line += 1;
    found.push({ suite: match[1]!, name: match[2]!, line });
  }
  return found;
}

/** What an id names: `All/Clamp.Works/1`, `Clamp.Works` or `Typed/0.Works`; `null` where it has no such form. */
export function parseId(id: string): { readonly suite: string; readonly name: string } | null {
  const match = /^(?:(?!\w+\/\d+\.)\w+\/)?(\w+)(?:\/\d+)?\.(\w+)(?:\/[\w.-]+)?$/.exec(id);
  return match === null ? null : { suite: match[1]!, name: match[2]! };
}

/** Whether a test with this id is asked for: by the id itself, or without its prefix or number. */
export function answersTo(id: string, asked: string): boolean {
  if (id === asked) return true;
  const has = parseId(id);
  const wants = parseId(asked);
  return has !== null && wants !== null && has.suite === wants.suite && has.name === wants.name && !asked.includes('/');
}
