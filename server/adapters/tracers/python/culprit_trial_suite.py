"""The tests of a trial in their order, up to the first that does not pass. Leaves out how one test is run."""
import re
import time

_ADDRESS = re.compile(r' at 0x[0-9a-fA-F]+')
_MOST_OF_A_COMPLAINT = 300


class Suite:
    """`tests` have `run(next)`, which gives None or the exception that kept the test from passing, and `is_plain`."""

    def __init__(self, tests, problem=None, must_run_alone=False, tidy=lambda: None):
        self.tests, self.problem, self.must_run_alone = tests, problem, must_run_alone
        self._tidy = tidy
        #: Whether the runner itself is as it was, as far as that can be told.
        self.is_tidy = True

    def run(self, board, meter, switched, through=None):
        """Verdicts, and the complaint of the first test that did not pass; with `through` all tests, for so many seconds."""
        verdicts, complaint, began = [], None, time.monotonic()
        tests = self.tests
        for at, test in enumerate(tests):
            board.beat(at)
            error = None
            meter.start(switched)
            try:
                error = test.run(tests[at + 1] if at + 1 < len(tests) else None)
            except BaseException as raised:
                error = raised
            finally:
                meter.stop()
            if meter.spent:
                verdict = 'spun'
            else:
                verdict = 'passed' if error is None else 'failed'
            verdicts.append(verdict)
            # Fixtures that ran out of fuel, too, were not ended.
            self.is_tidy = self.is_tidy and (verdict != 'spun' or test.is_plain)
            if error is not None and complaint is None and verdict == 'failed':
                complaint = _told(error)
            if verdict != 'passed' and (through is None or time.monotonic() - began > through):
                break
        try:
            self._tidy()
        except BaseException:
            self.is_tidy = False
        return verdicts, complaint


def _told(error):
    """Type and message of an exception, cut short, without addresses, which no two runs share."""
    try:
        message = _ADDRESS.sub('', str(error)[:4 * _MOST_OF_A_COMPLAINT])
    except BaseException:
        message = ''
    told = type(error).__name__ + (': ' + message if message else '')
    return told if len(told) <= _MOST_OF_A_COMPLAINT else told[:_MOST_OF_A_COMPLAINT - 1] + '…'
