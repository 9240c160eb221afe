import { inspect } from 'node:util'
import { expect } from 'vitest'
import { AppError } from '../../src/shared/errors/index.ts'
import { testKey } from './build-call-parts.ts'

/** What a piece of work fails with. However the error is looked at, the test's key is not in it. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AppError)
  expect(inspect(thrown, { depth: 10, showHidden: true }) + JSON.stringify(thrown)).not.toContain(testKey)
  return thrown as AppError
}
