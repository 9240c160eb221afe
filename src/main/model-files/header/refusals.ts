import { formatFixed } from '../../../shared/messages/formats.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/model-files.ts'
import type { ModelFile } from './model-header.ts'

export function notAModel(name: string): AppError {
  return new AppError('model/unsupported', messages.notModelFile({ name }))
}

/** A pickle is a program that runs when it is loaded: the author of the file decides what it does. */
export function isPickle(name: string): AppError {
  return new AppError('model/unsupported', messages.pickleRefused({ name }), { detail: { isPickle: true } })
}

export function unknownVersion(name: string, version: string): AppError {
  return new AppError('model/unsupported', messages.notSupported({ name, what: version }))
}

export function isOnePart(name: string): AppError {
  return new AppError('model/unsupported', messages.splitModel({ name }))
}

export function isCut({ name, bytes }: ModelFile, wholeBytes: number): AppError {
  const message = messages.cutOff({ name, bytes: inUnits(bytes), total: inUnits(wholeBytes) })
  return new AppError('model/damaged', message, {
    detail: { bytes, wholeBytes },
  })
}

export function isDamaged({ name }: ModelFile, problem: string): AppError {
  return new AppError('model/damaged', messages.damaged({ name, what: problem }))
}

function inUnits(bytes: number): string {
  if (!Number.isSafeInteger(bytes)) return messages.impossibleSize
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : ([1e3, 'kB'] as const)
  return `${formatFixed(bytes / unit, bytes < 1e3 ? 3 : 1)} ${name}`
}
