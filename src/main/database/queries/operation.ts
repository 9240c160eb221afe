import type { DatabaseSync } from 'node:sqlite'

/** A named database operation. A write runs in its own transaction. */
export interface DatabaseOperation<I, O> {
  readonly kind: 'read' | 'write'
  readonly run: (db: DatabaseSync, input: I) => O
}

export function read<I, O>(run: (db: DatabaseSync, input: I) => O): DatabaseOperation<I, O> {
  return { kind: 'read', run }
}

export function write<I, O>(run: (db: DatabaseSync, input: I) => O): DatabaseOperation<I, O> {
  return { kind: 'write', run }
}
