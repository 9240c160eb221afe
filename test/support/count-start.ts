import { appendFileSync } from 'node:fs'

/** Counts a start of the whole program: `npm test` says in the end how many there were (scripts/checks/step-process.mjs). */
export function countStart(): void {
  const file = process.env['ATELIER_STARTS_FILE']
  if (file) appendFileSync(file, '.')
}
