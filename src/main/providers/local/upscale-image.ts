import { AppError } from '../../../shared/errors/index.ts'
import type { EngineWatch } from '../../engine/engine.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { LocalNeeds, UpscaleOrder } from './local-supply.ts'

/** Writes a larger image. Where memory runs out it is tried once more in smaller pieces, from the start. @throws engine/* */
export async function upscaleImage(
  { sourceFile, options }: AdapterInput,
  model: string,
  { upscale }: Pick<LocalNeeds, 'upscale'>,
  watch: EngineWatch,
): Promise<string> {
  if (!sourceFile) throw new AppError('provider/invalid-request', 'There is no image to upscale. Choose one.')
  const order: UpscaleOrder = {
    model,
    sourcePath: sourceFile.path,
    scale: options['scale'] === 2 ? 2 : 4,
    tiles: 'usual',
  }
  try {
    return await upscale(order, watch)
  } catch (thrown) {
    if (!isOutOfMemory(thrown)) throw thrown
    return await upscale({ ...order, tiles: 'small' }, watch).catch((again: unknown) => {
      throw isOutOfMemory(again) ? withRemedy(again) : again
    })
  }
}

const isOutOfMemory = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'engine/out-of-memory'

function withRemedy({ code, message }: AppError): AppError {
  return new AppError(
    code,
    `There was not enough memory to upscale, even in small pieces. Close other programs, or choose a smaller upscaler. ${message}`,
  )
}
