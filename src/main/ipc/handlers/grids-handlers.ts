import * as messages from '../../../shared/messages/en/dialogs.ts'
import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

const kinds = { png: messages.pngImages, jpeg: messages.jpegImages, webp: messages.webpImages, pdf: messages.pdfFiles }
const extensions = { png: 'png', jpeg: 'jpg', webp: 'webp', pdf: 'pdf' } as const

export function createGridsHandlers(context: HandlerContext): HandlersOf<'grids'> {
  const { services, desktop } = context
  const grids = async () => (await services()).grids
  return {
    'grids.list': async () => (await grids()).list(),
    'grids.view': async ({ id }) => (await grids()).view(id),
    'grids.plan': async (draft, { signal }) => (await grids()).plan(draft, signal),
    'grids.planCells': async ({ id, cells }, { signal }) => (await grids()).planCells(id, cells, signal),
    'grids.create': async ({ draft, maskPng }, { windowId }) =>
      (await grids()).create(draft, maskPng, { approve: approveSpendIn(windowId, context) }),
    'grids.make': async ({ id, cells }, { windowId }) =>
      (await grids()).make(id, cells, { approve: approveSpendIn(windowId, context) }),
    'grids.stop': async ({ id, cells }) => ({ stopped: await (await grids()).stop(id, cells) }),
    'grids.rename': async ({ id, name }) => (await grids()).rename(id, name),
    'grids.remove': async ({ id }) => (await grids()).remove(id),
    'grids.restore': async ({ id }) => (await grids()).restore(id),
    'grids.chooseAndExport': async ({ id, options }, { windowId, signal }) => {
      const service = await grids()
      const { name } = await service.view(id)
      const file = { title: messages.exportGrid, kind: kinds[options.format], extension: extensions[options.format] }
      const path = await desktop.chooseTarget(windowId, { ...file, name })
      return path === null ? null : { path, ...(await service.exportTo(id, path, options, signal)) }
    },
  }
}
