import type { DroppedHandle } from '../../shared/domain/file-handles.ts'
import * as messages from '../../shared/messages/en/window.ts'
import type { Services } from '../client/index.ts'
import type { CanvasFileActions } from '../editor/session/actions/canvas-file-actions.ts'
import type { CanvasSession } from '../editor/session/canvas-session.ts'

/** File actions, dialogs and library access for the open image. */
export function createCanvasFileActions(services: Services, session: () => CanvasSession | null): CanvasFileActions {
  const { client, intents, assets } = services
  const done = (text: string) => intents.send({ type: 'notify', notice: { level: 'done', text } })

  /** Runs with the image on screen; reports errors. */
  async function withSession(work: (open: CanvasSession) => Promise<void>): Promise<void> {
    const open = session()
    if (open === null) return
    try {
      await work(open)
    } catch (error) {
      intents.send({ type: 'report', error })
    }
  }

  const route = (choose: () => Promise<DroppedHandle[]>) =>
    withSession(async (open) => {
      const files = await choose()
      if (files.length === 0) return
      const { imported, failed, damaged } = await client.call('library.importFiles', { files })
      // A document has fewer layers than one call may request.
      const placed = await client.call('library.assets', { ids: imported.slice(0, 500) })
      assets.put(placed)
      for (const asset of placed) {
        open.layers.addImage({ assetId: asset.id, size: asset, name: asset.name })
      }
      if (failed.length + damaged.length > 0) {
        const { describeFirstProblem } = await import('./imports/describe-file-problem.ts')
        intents.send({ type: 'notify', notice: { level: 'error', text: describeFirstProblem(failed, damaged) } })
      }
    })

  return {
    placeImage: () => route(async () => (await client.call('library.chooseFiles', { withDocuments: false })).images),
    async placeFiles(files) {
      if (files.length > 0) await route(() => client.handlesOf(files))
    },
    importMask: () =>
      withSession(async (open) => {
        const read = await client.call('canvas.readMask', { id: open.id, assetId: null })
        if (read !== null) open.view.offerMask(read)
      }),
    exportMask: () =>
      withSession(async (open) => {
        const maskPng = (await open.output.maskPng()) as Uint8Array<ArrayBuffer>
        const written = await client.call('canvas.saveMaskFile', { id: open.id, maskPng, name: 'mask' })
        if (written !== null) done(messages.maskSaved({ path: written.path }))
      }),
    saveProject: (format) =>
      withSession(async (open) => {
        // The file is written from the state on disk.
        await open.finish()
        const written = await client.call('canvas.saveProject', { id: open.id, format })
        if (written !== null) done(messages.saved({ path: written.path }))
      }),
  }
}
