const assert = require('node:assert');
const { scale, total } = require('../src/scale.js');

describe('scaling', () => {
  it('a recipe with cups', () => {
    assert.deepStrictEqual(scale(['2 1/2 cups flour'], 2), [{ name: 'flour', amount: 1200, kind: 'volume' }]);
  });

  it('a recipe with slices of bread', () => {
    assert.deepStrictEqual(scale(['2 slices of bread'], 3), [{ name: 'bread', amount: 240, kind: 'weight' }]);
  });

  it('a recipe with glasses of milk', () => {
    assert.deepStrictEqual(scale(['2 glasses of milk'], 1), [{ name: 'milk', amount: 400, kind: 'volume' }]);
  });

  it('a recipe by weight', () => {
    assert.deepStrictEqual(scale(['1 kg sugar'], 0.5), [{ name: 'sugar', amount: 500, kind: 'weight' }]);
  });

  it('counts what is alike', () => {
    assert.strictEqual(total(['1 cup milk', '500 g butter', '2 spoons oil'], 'volume'), 270);
  });
});
