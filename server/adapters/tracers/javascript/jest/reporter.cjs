/** Tells of test files that could not be loaded; what else happens in one is told from within. */
'use strict';
const { requestSession } = require('../session.cjs');

class Reporter {
  constructor() {
    this.session = requestSession();
    this.files = new Set();
  }

  onTestResult(test, result) {
    const { session } = this;
    const file = session.relative(test.path);
    this.files.add(file);
    const error = result.testExecError;
    if (error === undefined || error === null || /ended its process$/.test(error.message)) return;
    session.loadFailed(file, file, `${file} could not be loaded`, error);
  }

  onRunComplete() {
    for (const file of this.session.request.files) {
      if (this.files.has(file)) continue;
      const message = `jest does not take ${file} for a test: see testMatch in its configuration`;
      this.session.notFound(file, file, message);
    }
  }

  getLastError() {}
}

module.exports = Reporter;
module.exports.reporterFile = __filename;
