import { currentTurn, turnCount, turnOf } from '../../scripts/checks/turn.mjs'

/** Whether this is `npm run test:full`, which runs in full what `npm test` runs a share of. */
export const isFull = process.env['ATELIER_FULL'] === '1'

/** Whether this is `npm test`, which says the turn to all of its steps. */
export const isShared = process.env['ATELIER_TURN'] !== undefined

/** From 1 to 12. What is random takes its seed from it, so that another commit tries other cases. */
export const turn = currentTurn()

/**
 * Returns whether this run does what is done in one turn of so many. `npm run test:full` does all of it, and so do tests
 * that are run by themselves. Not for what is in a test that takes turns itself: their turns may never meet.
 * @param of twelve, or a divisor of it
 */
export function isMyTurn(name: string, of = turnCount): boolean {
  return isFull || !isShared || turnOf(name) % of === turn % of
}
