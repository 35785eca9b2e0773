/** Recipes for more or fewer people. */
const { parseIngredient } = require('./ingredient.js');
const { measured } = require('./units.js');

function scale(lines, factor) {
  return lines.map((line) => {
    const { amount, unit, name } = parseIngredient(line);
    const { amount: held, kind } = measured(amount, unit);
    return { name, amount: held * factor, kind };
  });
}

function total(lines, kind) {
  let sum = 0;
  for (const one of scale(lines, 1)) {
    if (one.kind === kind) sum += one.amount;
  }
  return sum;
}

module.exports = { scale, total };
