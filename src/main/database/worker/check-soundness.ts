import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors/index.ts'

/** Damage was met while the database was in use: the next start reads all of it. */
export function noteDamage(file: string): void {
  try {
    writeFileSync(markOf(file), '')
  } catch {
    // Where nothing can be written, nothing could be rebuilt either.
  }
}

export function forgetDamage(file: string): void {
  rmSync(markOf(file), { force: true })
}

/**
 * Every start reads every picture's record once, a third of a second for a million; proving each value and index as well would take
 * six seconds. Where damage was met before, everything is proved.
 * @throws storage/corrupt
 */
export function checkSoundness(db: DatabaseSync, file: string, onProving: () => void): void {
  if (existsSync(markOf(file))) {
    onProving()
    prove(db, 'quick_check')
    forgetDamage(file)
    return
  }
  db.prepare('SELECT sum(length(recipe)) FROM assets NOT INDEXED').get()
  // The tiles of documents, which may be large, are only read when they are asked for.
  for (const table of ['documents', 'jobs']) prove(db, `quick_check(${table})`)
}

function prove(db: DatabaseSync, check: string): void {
  const answer = db.prepare(`PRAGMA ${check}`).get()?.['quick_check']
  if (answer === 'ok') return
  throw new AppError('storage/corrupt', `The library's database is damaged.`, { detail: { answer: String(answer) } })
}

const markOf = (file: string) => `${file}.suspect`
