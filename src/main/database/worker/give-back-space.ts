import type { DatabaseSync } from 'node:sqlite'

/** What saves and closed documents leave free is given back once nothing has been asked for that long. */
const idleMs = 2_000
/** Pages of 4 KiB kept for the next strokes: giving them back only to ask for them again is work for nothing. */
const keptPages = 2_048
/** A step takes a few milliseconds, so that whoever asks next need not wait. */
const pagesPerStep = 512
const stepPauseMs = 20

export interface SpaceKeeper {
  /** Something was written: look again when it is quiet. */
  noticeWrite(): void
  stop(): void
}

/**
 * Makes the file small again, a little at a time. SQLite moves the last pages into free places and cuts the file
 * (`auto_vacuum = INCREMENTAL`); what is moved goes through the log like every write, so a kill loses nothing.
 */
export function createSpaceKeeper(db: DatabaseSync): SpaceKeeper {
  let timer: NodeJS.Timeout | undefined

  function again(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(step, afterMs)
    timer.unref()
  }

  function step(): void {
    try {
      if (freePages(db) <= keptPages) return
      db.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`)
      if (freePages(db) > keptPages) again(stepPauseMs)
      // The file itself is cut when the log is brought over. PASSIVE waits for nobody.
      else db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // Another process is writing, or the disk is full: the next write asks again.
    }
  }

  return { noticeWrite: () => again(idleMs), stop: () => clearTimeout(timer) }
}

function freePages(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA freelist_count').get()?.['freelist_count'] ?? 0)
}
