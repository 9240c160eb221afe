import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ passed: number, failed: number }} Counts */
/** @typedef {{ message?: string, location?: { line: number } }} Problem */
/** @typedef {{ fullName: string, status: string, name: string, message: string, failureMessages: string[], ok: boolean, file: string, line: number, title: string }} Entry */

/**
 * Reads Vitest's JSON report. A failed run without a failed test (a file that does not load, no tests at all) counts as
 * one failure, and so does a skipped test: a test that cannot run must not exist.
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
 * Reads Playwright's JSON report by the same rules.
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(report, exitCode) {
  const { stats } = /** @type {{ stats?: Record<string, number | undefined> }} */ (report ?? {})
  const { expected = 0, unexpected = 0, skipped = 0 } = stats ?? {}
  return withExitCode({ passed: expected, failed: unexpected + skipped }, exitCode)
}

/**
 * @param {Counts} counts
 * @param {number} exitCode
 */
function withExitCode(counts, exitCode) {
  const isSilentFailure = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)
  return isSilentFailure ? { ...counts, failed: 1 } : counts
}

/**
 * Returns the failed tests of a Vitest report, with the first line of each error, for the end of a long log, which is
 * seen first.
 * @param {unknown} report
 * @returns {string[]}
 */
export function vitestFailures(report) {
  return listOf(report, 'testResults').flatMap((file) => {
    // Pending is what test/support/turn-runner.ts has left out, and what a file never came to that failed itself.
    const tests = listOf(file, 'assertionResults').filter(({ status }) => !['passed', 'pending'].includes(status))
    // A test whose file failed before it ran has no message of its own.
    /** @param {Entry} test */
    const whyOf = ({ failureMessages }) => firstLine(failureMessages.length > 0 ? failureMessages : file.message)
    if (tests.length > 0) return tests.map((test) => `${test.fullName}: ${whyOf(test)}`)
    return file.status === 'failed' ? [`${file.name}: ${firstLine(file.message)}`] : []
  })
}

/**
 * Returns the failed tests of a Playwright report, as `file:line title: what ended it`.
 * @param {unknown} report
 * @returns {string[]}
 */
export function playwrightFailures(report) {
  return listOf(report, 'suites').flatMap((suite) => [
    ...playwrightFailures(suite),
    ...listOf(suite, 'specs')
      .filter(({ ok }) => !ok)
      .map((spec) => `${spec.file}:${spec.line} ${spec.title}${firstProblem(spec)}`),
  ])
}

/**
 * Returns what ended a test, and where.
 * @param {Entry} spec
 */
function firstProblem(spec) {
  const [problem] = listOf(spec, 'tests')
    .flatMap((test) => listOf(test, 'results'))
    .flatMap((result) => /** @type {Problem[]} */ (/** @type {unknown} */ (listOf(result, 'errors'))))
  if (problem === undefined) return ''
  const line = problem.location === undefined ? '' : ` (line ${problem.location.line})`
  return `: ${shortened(stripVTControlCharacters(problem.message ?? ''))}${line}`
}

/**
 * Returns an error without its stack in one line: what was expected and received is below the first line.
 * @param {string} message
 */
function shortened(message) {
  const lines = message.split('\n').map((line) => line.trim())
  const stack = lines.findIndex((line) => line.startsWith('at '))
  const told = lines.slice(0, stack === -1 ? lines.length : stack).filter((line) => line !== '')
  return told.join(' | ').slice(0, 600)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Entry[]}
 */
function listOf(value, name) {
  const list = /** @type {Record<string, Entry[] | undefined> | null} */ (value)?.[name]
  return list ?? []
}

/**
 * @param {unknown} text
 * @returns {string}
 */
function firstLine(text) {
  // Vitest's placeholder for the message of a test that timed out.
  return (String(text).split('\n', 1)[0] ?? '').replace('Error: STACK_TRACE_ERROR', 'ran out of time')
}
