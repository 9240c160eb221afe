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
