/** What names of code look like, as opposed to words. */

/** An underscore inside, or capitals only. */
export function looksLikeConstant(name: string): boolean {
  return /[A-Za-z0-9]_[A-Za-z0-9]/.test(name) || (name.length > 3 && /^[A-Z][A-Z0-9]*$/.test(name));
}

/** The same, or a leading underscore, or a capital inside. */
export function looksLikeCode(name: string): boolean {
  return looksLikeConstant(name) || /^_\w\w/.test(name) || /[a-z0-9][A-Z]/.test(name);
}
