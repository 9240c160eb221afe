import { AppError } from '../../../shared/errors/index.ts'

export function goneError(): AppError {
  return new AppError('storage/not-found', 'This image is not in the library any more.')
}
