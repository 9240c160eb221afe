import type { DatabaseSync } from 'node:sqlite'
import { allOperations, type OperationName } from '../../src/main/database/queries/all-operations.ts'

const stepsMost = 100

export interface ReadStep {
  readonly operation: OperationName
  readonly sql: string
  /** `SCAN assets USING INDEX …` */
  readonly step: string
}

/**
 * The plan of every statement that any operation prepares. Operations are run without their database: whatever they are given and
 * whatever rows they read is whatever they make of it, until it makes no sense to them. So none has to be listed here. `unread`:
 * statements that are put together out of what is given, and so make no sense either.
 */
export function everyPlan(db: DatabaseSync): { steps: ReadStep[]; unread: string[] } {
  const steps: ReadStep[] = []
  const unread: string[] = []
  for (const operation of Object.keys(allOperations) as OperationName[]) {
    for (const sql of statementsOf(operation)) {
      try {
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
        steps.push(...plan.map((row) => ({ operation, sql, step: String(row['detail']) })))
      } catch {
        unread.push(operation)
      }
    }
  }
  return { steps, unread }
}

function statementsOf(operation: OperationName): string[] {
  const seen = new Set<string>()
  let steps = 0
  // What goes on until nothing is left would go on for ever.
  const step = <T>(value: T): T => {
    if (++steps > stepsMost) throw new Error('enough')
    return value
  }
  const rows = {
    all: () => step([anything()]),
    iterate: () => step([anything()]),
    get: () => step(anything()),
    run: () => step({ changes: 1, lastInsertRowid: 1 }),
  }
  const prepare = (sql: string) => {
    if (!sql.startsWith('PRAGMA')) seen.add(sql)
    return rows
  }
  const recording = { prepare, exec: () => step(undefined), function: () => undefined } as unknown as DatabaseSync
  try {
    const run = allOperations[operation].run as (db: DatabaseSync, input: unknown) => unknown
    run(recording, anything())
  } catch {
    // It wanted something real; what it had asked for until then is known.
  }
  return [...seen]
}

/** Has every property and can be called, counted, walked through and written as text. */
function anything(): unknown {
  const own: Record<PropertyKey, unknown> = {
    [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? 1 : '1'),
    [Symbol.iterator]: () => [anything()].values(),
    length: 1,
    toJSON: () => ['1'],
  }
  return new Proxy(() => undefined, {
    get: (_, key) => {
      if (key in own) return own[key]
      const method: unknown = Reflect.get([], key)
      return typeof method === 'function' ? method.bind([anything()]) : anything()
    },
    apply: () => anything(),
    has: () => true,
  })
}
