/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * What Vitest's JSON report says. A run that failed without a failed test (a file that does not load, no test at all)
 * counts as one failure, and so does a skipped test: a test that cannot run has no place here.
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function vitestCounts(report, exitCode) {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = /** @type {Record<string, number | undefined>} */ (report ?? {})
  return withExitCode({ passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests }, exitCode)
}

/**
 * What Playwright's JSON report says. A test that passed only on a second try counts as failed.
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(report, exitCode) {
  const { stats } = /** @type {{ stats?: Record<string, number | undefined> }} */ (report ?? {})
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats ?? {}
  return withExitCode({ passed: expected, failed: unexpected + flaky + skipped }, exitCode)
}

/**
 * @param {Counts} counts
 * @param {number} exitCode
 */
function withExitCode(counts, exitCode) {
  const isSilentFailure = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)
  return isSilentFailure ? { ...counts, failed: 1 } : counts
}
