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
 * Returns the plan of every statement that any operation prepares. Operations run without a database, on placeholder
 * inputs and rows, until they fail, so that none has to be listed here. `unread`: statements assembled from input,
 * which cannot be prepared either.
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
  // A loop until nothing is left would never end.
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
    // It needed a real value; the statements prepared until then are known.
  }
  return [...seen]
}

/** Returns a proxy that has every property and can be called, counted, iterated, and converted to a string. */
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
