import { inspect } from 'node:util'
import { expect } from 'vitest'
import { AppError } from '../../src/shared/errors/index.ts'
import { testKey } from './build-call-parts.ts'

/** Returns the error a promise rejects with. Asserts that no representation of it contains the test's key. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AppError)
  expect(inspect(thrown, { depth: 10, showHidden: true }) + JSON.stringify(thrown)).not.toContain(testKey)
  return thrown as AppError
}
