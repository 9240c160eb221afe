import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { projectRoot } from '../setup/project.mjs'
import { SetupError } from '../setup/say.mjs'

/** So many runs of `npm test` run, by their turns, all that `npm run test:full` runs at once. */
export const turnCount = 12

/**
 * Returns which turn a run has, from 1: that of the commit, so that everyone who runs it runs the same.
 * @param {string | undefined} chosen
 */
export function currentTurn(chosen = process.env['ATELIER_TURN']) {
  if (chosen === undefined) return turnOf(commit())
  const turn = Number(chosen)
  if (Number.isInteger(turn) && turn >= 1 && turn <= turnCount) return turn
  throw new SetupError(`ATELIER_TURN is a number from 1 to ${turnCount}, not “${chosen}”.`)
}

/**
 * Returns the turn of a name, from 1.
 * @param {string} name
 */
export function turnOf(name) {
  return 1 + (createHash('sha256').update(name).digest().readUInt32BE() % turnCount)
}

/** A commit that changes more moves or renames them: all of them would take an hour. */
const changedMax = 4

/**
 * Returns the files of tests that are not committed, or that the last commit changed: what is new in them is not left to
 * its turn. None if they are many.
 * @param {(args: readonly string[]) => string} ask Git
 */
export function changedTests(ask = git) {
  const changed = [ask(['diff', '--name-only', 'HEAD~1']), ask(['ls-files', '--others', '--exclude-standard'])]
  const files = changed
    .flatMap((names) => names.split('\n'))
    .filter((name) => /^test\/.*\.(?:test|page|e2e)\.ts$/.test(name))
  return files.length > changedMax ? [] : files
}

function commit() {
  return git(['rev-parse', 'HEAD']).trim()
}

/**
 * Returns what Git says: nothing without it, as in an archive of the sources.
 * @param {readonly string[]} args
 */
function git(args) {
  try {
    return execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return ''
  }
}
