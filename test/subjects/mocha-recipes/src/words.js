/** Words of recipes, in the form in which we look them up. */
const irregular = new Map([
  ['leaves', 'leaf'],
  ['loaves', 'loaf'],
]);

function singular(word) {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.endsWith('es')) {
    return word.slice(0, -2);
  }
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function plain(word) {
  return word.toLowerCase().replace(/[.,]$/, '');
}

module.exports = { plain, singular };
