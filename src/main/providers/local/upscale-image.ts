import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { EngineWatch } from '../../engine/engine.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { LocalNeeds, UpscaleOrder } from './local-supply.ts'

/**
 * Writes an enlarged image. If memory runs out, it is tried once more in smaller tiles, from the start. @throws
 * engine/*
 */
export async function upscaleByEngine(
  input: AdapterInput,
  model: string,
  { upscale, memory }: Pick<LocalNeeds, 'upscale' | 'memory'>,
  watch: EngineWatch,
): Promise<string> {
  const { sourceFile } = input
  if (!sourceFile) throw new AppError('provider/invalid-request', messages.chooseImageToUpscale)
  const order: UpscaleOrder = {
    model,
    sourcePath: sourceFile.path,
    scale: scaleOf(input),
    tiles: 'usual',
  }
  try {
    return await upscale(order, watch)
  } catch (thrown) {
    if (!isOutOfMemory(thrown)) throw thrown
    return await upscale({ ...order, tiles: 'small' }, watch).catch(async (again: unknown) => {
      throw isOutOfMemory(again) ? withRemedy(again, await memory.findOthers(weights, squareOfSmallTiles)) : again
    })
  }
}

export const scaleOf = ({ options }: Pick<AdapterInput, 'options'>): 2 | 4 => (options['scale'] === 2 ? 2 : 4)

const isOutOfMemory = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'engine/out-of-memory'

/** Of the usual upscaler (RRDB, 23 blocks, f32); its working memory, in tiles of 64 pixels, is below the allowance. */
const weights = { drawingBytes: 67_000_000, encoderBytes: 0, vaeBytes: 0, pixelsPerToken: 1, heads: 0 }
const squareOfSmallTiles = { widthPx: 512, heightPx: 512 }

function withRemedy({ code, message }: AppError, others: string | null): AppError {
  const remedy = others === null ? messages.notEnoughMemory : messages.outOfMemory({ others })
  return new AppError(code, `${remedy} ${message}`)
}
