import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { LocalNeeds } from './local-supply.ts'

/**
 * Models are used in place: a file may be moved, or its disk removed, after it was listed and while it draws. The
 * engine's own error is then no help. @throws model/missing
 */
export async function whileThere<T>(
  paths: readonly string[],
  findMissing: LocalNeeds['findMissing'],
  work: () => Promise<T>,
): Promise<T> {
  const requireAll = async () => {
    const missing = await findMissing(paths)
    if (missing !== null) throw missingError(missing)
  }
  await requireAll()
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code.startsWith('engine/')) await requireAll()
    throw thrown
  }
}

function missingError(path: string): AppError {
  const [, folder = '', name = path] = /^(.*)[\\/]([^\\/]+)$/.exec(path) ?? []
  return new AppError('model/missing', messages.fileGone({ name, folder }))
}
