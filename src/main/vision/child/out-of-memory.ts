import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'

/** By the words of ONNX Runtime and of the C++ library; null = it is another failure. */
export function outOfMemory(thrown: unknown): AppError | null {
  const isShort = thrown instanceof Error && /bad.?alloc|failed to allocate|out of memory/i.test(thrown.message)
  return isShort ? new AppError('engine/out-of-memory', messages.visionOutOfMemory, { cause: thrown }) : null
}
