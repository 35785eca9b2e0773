const assert = require('node:assert');
const { parseIngredient } = require('../src/ingredient.js');
const { plain, singular } = require('../src/words.js');

describe('words', () => {
  for (const [many, one] of [
    ['cups', 'cup'],
    ['loaves', 'loaf'],
    ['g', 'g'],
  ]) {
    it(`${many} are of ${one}`, () => assert.strictEqual(singular(many), one));
  }

  describe('plain', () => {
    it('has no capitals and no commas', () => assert.strictEqual(plain('Flour,'), 'flour'));
  });

  it('an ingredient without a number is one', (done) => {
    assert.deepStrictEqual(parseIngredient('spoon Salt'), { amount: 1, unit: 'spoon', name: 'salt' });
    done();
  });
});
