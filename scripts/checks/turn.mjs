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

/** Empty without Git, as in an archive of the sources. */
function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: projectRoot, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return ''
  }
}
