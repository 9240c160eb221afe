import type { SafetyCheck } from '../../../src/shared/domain/safety.ts'
import { inDatabase } from './in-database.ts'

const script = `
  const { changes } = db.prepare('UPDATE assets SET safety_check = ? WHERE id = ?').run(...args)
  if (changes !== 1) throw new Error('There is no such picture.')
`

/** Replaces the safety check that the local model stored for an image. Only while the program is not running. */
export function judgeOtherwise(home: string, id: string, check: SafetyCheck): void {
  inDatabase(home, script, JSON.stringify(check), id)
}
