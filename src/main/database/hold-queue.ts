import { DatabaseSync } from 'node:sqlite'

/**
 * Pauses the queue of a database that no other process uses if requests are waiting in it, and returns how many.
 * Requests that were waiting at backup time have most likely been sent since: sending them again would cost money
 * again.
 */
export function holdQueue(file: string): number {
  const db = new DatabaseSync(file)
  try {
    const isThere = db.prepare(`SELECT 1 FROM sqlite_master WHERE name IN ('queue_calls', 'queue_pauses')`).all()
    if (isThere.length < 2) return 0
    const sql = `SELECT count(*) AS waiting FROM queue_calls WHERE stage IN ('waiting', 'preparing')`
    const waiting = Number(db.prepare(sql).get()?.['waiting'])
    if (waiting > 0) db.exec(`INSERT OR IGNORE INTO queue_pauses (lane) VALUES ('*')`)
    return waiting
  } finally {
    db.close()
  }
}
