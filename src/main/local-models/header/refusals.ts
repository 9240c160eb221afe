import { AppError } from '../../../shared/errors/index.ts'
import type { ModelFile } from './model-header.ts'

export function notAModel(name: string): AppError {
  return new AppError('model/unsupported', `${name} is not a model file. Atelier reads .safetensors and .gguf files.`)
}

/** A pickle is a program that runs when it is read: whoever made the file decides what it does. */
export function isPickle(name: string): AppError {
  return new AppError(
    'model/unsupported',
    `${name} is a pickle, which can run programs when it is opened, so Atelier never reads one. Get the same model as .safetensors or .gguf.`,
    { detail: { isPickle: true } },
  )
}

export function unknownVersion(name: string, what: string): AppError {
  return new AppError(
    'model/unsupported',
    `${name} is ${what}, which Atelier does not read. Get a newer conversion of the model.`,
  )
}

export function isOnePart(name: string): AppError {
  return new AppError(
    'model/unsupported',
    `${name} is one part of a model that was split into several files. Get the model as one file.`,
  )
}

export function isCut({ name, bytes }: ModelFile, wholeBytes: number): AppError {
  const share = `${inUnits(bytes)} of ${inUnits(wholeBytes)}`
  return new AppError('model/damaged', `${name} is cut off: ${share} are there. Download it again.`, {
    detail: { bytes, wholeBytes },
  })
}

export function isDamaged({ name }: ModelFile, what: string): AppError {
  return new AppError('model/damaged', `${name} is damaged: ${what}. Download it again.`)
}

function inUnits(bytes: number): string {
  if (!Number.isSafeInteger(bytes)) return 'an impossible number of bytes'
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : ([1e3, 'kB'] as const)
  return `${(bytes / unit).toFixed(bytes < 1e3 ? 3 : 1)} ${name}`
}
