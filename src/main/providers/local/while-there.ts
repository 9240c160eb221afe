import { AppError } from '../../../shared/errors/index.ts'
import type { LocalNeeds } from './local-supply.ts'

/**
 * Models are used where they are: a file may be moved, or its disk taken out, after it was listed and while it draws.
 * What the engine says of it then helps nobody. @throws model/missing
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
  return new AppError('model/missing', `${name} is no longer in ${folder}. Put it back, or choose another model.`)
}
