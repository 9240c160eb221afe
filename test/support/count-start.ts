import { appendFileSync } from 'node:fs'
import { crashedStart } from '../../scripts/checks/budget.mjs'

/**
 * Counts a start of the whole program: `npm test` says in the end how many there were (scripts/checks/step-process.mjs).
 * @param isAgain the one before it crashed in Chromium
 */
export function countStart(isAgain = false): void {
  const file = process.env['ATELIER_STARTS_FILE']
  if (file) appendFileSync(file, isAgain ? crashedStart : '.')
}
