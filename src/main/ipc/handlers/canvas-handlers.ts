import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createCanvasHandlers({ services, emit }: HandlerContext): HandlersOf<'canvas'> {
  const documents = async () => (await services()).documents
  /** Runs a change of the open documents, then tells every window that they changed. */
  async function changing<T>(change: Promise<T>): Promise<T> {
    const result = await change
    emit('canvas.documentsChanged', {})
    return result
  }
  return {
    'canvas.documents': async () => (await documents()).list(),
    'canvas.open': async ({ assetId }) => changing((await documents()).open(assetId)),
    'canvas.activate': async ({ id }) => changing((await documents()).activate(id)),
    'canvas.close': async ({ id }) => changing((await documents()).close(id)),
    'canvas.setBase': async ({ id, baseId }) => changing((await documents()).setBase(id, baseId)),
    'canvas.loadMask': async ({ id }) => (await documents()).loadMask(id),
    'canvas.saveMask': async ({ id, tiles, settings }) => {
      const opened = await services()
      await opened.documents.saveMask(id, tiles, settings)
      opened.jobs.expectFill()
    },
  }
}
