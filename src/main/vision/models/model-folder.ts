import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import { onnxVariants } from '../../model-files/index.ts'

/** A model on this computer. */
export interface NamedModel {
  /** The name of its folder or file, and a hash of the weights: what other weights give is not comparable. */
  readonly id: string
  readonly name: string
}

const configBytesMax = 1024 * 1024

/** Returns the path of `onnx/NAME.onnx`, or of a smaller variant of it; null = there is none. */
export async function findWeights(folder: string, name: string): Promise<string | null> {
  for (const variant of onnxVariants) {
    const path = join(folder, 'onnx', `${name}${variant}.onnx`)
    const found = await stat(path).catch(() => null)
    if (found?.isFile() === true) return path
  }
  return null
}

/** @throws model/damaged, storage/* */
export async function readConfig(path: string): Promise<unknown> {
  const name = basename(path)
  try {
    if ((await stat(path)).size > configBytesMax) throw damaged(name)
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (thrown instanceof SyntaxError) throw damaged(name)
    throw toFileError(thrown, messages.cannotReadModel({ name }))
  }
}

function damaged(name: string): AppError {
  return new AppError('model/damaged', messages.modelUnreadable({ name }))
}

const hashedBytes = 1024 * 1024

/** Hashes each file's size and its last megabyte, which holds weights: hashing all of it would take seconds. */
export async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(Math.min(size, hashedBytes))
      await file.read(bytes, 0, bytes.length, size - bytes.length)
      hash.update(`${size}\n`).update(bytes)
    } finally {
      await file.close()
    }
  }
  return hash.digest('hex').slice(0, 12)
}
