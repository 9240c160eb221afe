import { write } from './operation.ts'
import { change, oneRow } from './statement.ts'

/** A process, and when it took its turn. */
export interface TurnHolder {
  readonly pid: number
  readonly atMs: number
}

export const teamOperations = {
  /** Returns null if the turn is now this process's, or else whose it is. */
  'team.takeTurn': write((db, { pid, atMs }: TurnHolder): TurnHolder | null => {
    const isTaken = change(db, `INSERT OR IGNORE INTO team_turn (id, pid, at_ms) VALUES (1, ?, ?)`, pid, atMs) === 0
    if (!isTaken) return null
    const row = oneRow(db, `SELECT pid, at_ms FROM team_turn`)
    return { pid: Number(row?.['pid']), atMs: Number(row?.['at_ms']) }
  }),

  /** Ends a turn: one's own, or that of a process that has ended. Another one that began meanwhile stays. */
  'team.endTurn': write((db, { pid, atMs }: TurnHolder): void => {
    change(db, `DELETE FROM team_turn WHERE id = 1 AND pid = ? AND at_ms = ?`, pid, atMs)
  }),
}
