/** One line of a recipe: "2 1/2 cups flour". */
const { plain, singular } = require('./words.js');

function parseAmount(words) {
  let amount = 0;
  let nWords = 0;
  for (const word of words) {
    const fraction = /^(\d+)\/(\d+)$/.exec(word);
    if (fraction) amount += Number(fraction[1]) / Number(fraction[2]);
    else if (/^\d+$/.test(word)) amount += Number(word);
    else break;
    nWords += 1;
  }
  return { amount: nWords === 0 ? 1 : amount, rest: words.slice(nWords) };
}

function parseIngredient(line) {
  const { amount, rest } = parseAmount(line.split(/\s+/));
  const [unit, ...name] = rest.map((word) => plain(word));
  return { amount, unit: singular(unit), name: name.filter((word) => word !== 'of').join(' ') };
}

module.exports = { parseIngredient };
