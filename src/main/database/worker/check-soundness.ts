import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors/index.ts'
import { checkFailed } from '../../../shared/messages/en/database.ts'

/** Records that damage was found while the database was in use: the next start verifies all of it. */
export function noteDamage(file: string): void {
  try {
    writeFileSync(markOf(file), '')
  } catch {
    // Where this cannot be written, nothing could be rebuilt either.
  }
}

export function isDamageNoted(file: string): boolean {
  return existsSync(markOf(file))
}

export function forgetDamage(file: string): void {
  rmSync(markOf(file), { force: true })
}

/**
 * Reads every image's record at each start, a third of a second for a million; verifying each value and index as well
 * would take six seconds. Where damage was found before, everything is verified.
 * @throws storage/corrupt
 */
export function checkSoundness(db: DatabaseSync, file: string, onProving: () => void): void {
  if (isDamageNoted(file)) {
    onProving()
    prove(db, 'quick_check')
    forgetDamage(file)
    return
  }
  db.prepare('SELECT sum(length(recipe)) FROM assets NOT INDEXED').get()
  // The tiles of documents, which may be large, are only read on demand.
  for (const table of ['documents', 'jobs']) prove(db, `quick_check(${table})`)
}

function prove(db: DatabaseSync, check: string): void {
  const result = db.prepare(`PRAGMA ${check}`).get()?.['quick_check']
  if (result === 'ok') return
  throw new AppError('storage/corrupt', checkFailed, { detail: { answer: String(result) } })
}

const markOf = (file: string) => `${file}.suspect`
