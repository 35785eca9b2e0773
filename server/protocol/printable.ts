/**
 * Text of a repository on its way to a person. In a terminal control characters could move the cursor, rename the window or
 * hide what stands there; everywhere characters that turn the reading direction could make one thing look like another.
 * They are shown instead.
 */

/** Unicode's control, format, line-separator and paragraph-separator characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with such characters as `\\x1b` or `\\u202e`; line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === '\n' || character === '\t') return character;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
