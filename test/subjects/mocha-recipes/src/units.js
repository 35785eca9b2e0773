/** How much a unit holds, in millilitres or grams. */
const units = {
  g: { amount: 1, kind: 'weight' },
  kg: { amount: 1000, kind: 'weight' },
  cup: { amount: 240, kind: 'volume' },
  spoon: { amount: 15, kind: 'volume' },
  slice: { amount: 40, kind: 'weight' },
  glass: { amount: 200, kind: 'volume' },
};

function measured(amount, name) {
  const unit = units[name];
  return { amount: amount * unit.amount, kind: unit.kind };
}

function isUnit(word) {
  return Object.hasOwn(units, word);
}

module.exports = { isUnit, measured };
