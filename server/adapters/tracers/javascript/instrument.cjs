/** The instrumenter as one module: bundled with its parser into a file of this name beside the runtime. */
'use strict';
module.exports = require('./instrumenter/instrument.cjs');
