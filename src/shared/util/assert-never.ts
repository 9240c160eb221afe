import { AppError } from '../errors/index.ts'

/** Ends a switch over a closed union; reaching it means a value slipped past its schema. */
export function assertNever(value: never): never {
  throw new AppError('internal/bug', `Unexpected value: ${JSON.stringify(value)}`)
}
