import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createCanvasHandlers({ services, emit }: HandlerContext): HandlersOf<'canvas'> {
  /** Runs a change of the open documents, then tells every window that they changed. */
  async function changing<T>(change: Promise<T>): Promise<T> {
    const result = await change
    emit('canvas.documentsChanged', {})
    return result
  }
  return {
    'canvas.documents': async () => (await services()).documents.list(),
    'canvas.open': async ({ assetId }) => changing((await services()).documents.open(assetId)),
    'canvas.activate': async ({ id }) => changing((await services()).documents.activate(id)),
    'canvas.close': async ({ id }) => changing((await services()).documents.close(id)),
    'canvas.setBase': async ({ id, baseId }) => changing((await services()).documents.setBase(id, baseId)),
    'canvas.loadMask': async ({ id }) => (await services()).documents.loadMask(id),
    'canvas.saveMask': async ({ id, tiles, settings }) => (await services()).documents.saveMask(id, tiles, settings),
  }
}
