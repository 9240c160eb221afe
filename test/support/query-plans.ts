import type { DatabaseSync } from 'node:sqlite'
import {
  allOperations,
  type OperationInput,
  type OperationName,
} from '../../src/main/database/queries/all-operations.ts'

/** Runs an operation and returns the plan of every statement it prepared. */
export function plansOf<K extends OperationName>(db: DatabaseSync, name: K, input: OperationInput<K>): string[] {
  const seen: string[] = []
  const recording = new Proxy(db, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property)
      if (property !== 'prepare') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string) => {
        seen.push(sql)
        return target.prepare(sql)
      }
    },
  })
  const run = allOperations[name].run as (db: DatabaseSync, input: OperationInput<K>) => unknown
  run(recording, input)
  return seen.flatMap((sql) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail'])),
  )
}

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
  const properties: Record<PropertyKey, unknown> = {
    [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? 1 : '1'),
    [Symbol.iterator]: () => [anything()].values(),
    length: 1,
    toJSON: () => ['1'],
  }
  return new Proxy(() => undefined, {
    get: (_, key) => {
      if (key in properties) return properties[key]
      const method: unknown = Reflect.get([], key)
      return typeof method === 'function' ? method.bind([anything()]) : anything()
    },
    apply: () => anything(),
    has: () => true,
  })
}
