import type { DroppedHandle } from '../../shared/domain/file-handles.ts'
import type { Services } from '../client/index.ts'
import type { CanvasFileActions } from '../editor/session/canvas-file-actions.ts'
import type { CanvasSession } from '../editor/session/canvas-session.ts'

/** Files, dialogs and the library for the picture that is open. */
export function createCanvasFileActions(services: Services, session: () => CanvasSession | null): CanvasFileActions {
  const { client, intents, assets } = services
  const done = (text: string) => intents.send({ do: 'notify', notice: { level: 'done', text } })

  /** Runs with the picture on screen; what goes wrong is told. */
  async function withSession(work: (open: CanvasSession) => Promise<void>): Promise<void> {
    const open = session()
    if (open === null) return
    try {
      await work(open)
    } catch (error) {
      intents.send({ do: 'report', error })
    }
  }

  const place = (choose: () => Promise<DroppedHandle[]>) =>
    withSession(async (open) => {
      const files = await choose()
      if (files.length === 0) return
      const { imported, failed } = await client.call('library.importFiles', { files })
      // The layer list holds fewer than one call may ask for.
      const placed = await client.call('library.assets', { ids: imported.slice(0, 500) })
      assets.put(placed)
      for (const asset of placed) {
        open.layers.addPicture({ assetId: asset.id, size: asset, name: asset.name })
      }
      const first = failed[0]
      if (first !== undefined) {
        intents.send({ do: 'notify', notice: { level: 'error', text: `${first.file}: ${first.error.message}` } })
      }
    })

  return {
    placePicture: () => place(async () => (await client.call('library.chooseFiles', { withDocuments: false })).images),
    async placeFiles(files) {
      if (files.length > 0) await place(() => client.handlesOf(files))
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
        if (written !== null) done(`The mask is saved: ${written.path}. White = repaint.`)
      }),
    saveProject: (format) =>
      withSession(async (open) => {
        // The file is made of what is on disk.
        await open.flush()
        const written = await client.call('canvas.saveProject', { id: open.id, format })
        if (written !== null) done(`Saved: ${written.path}`)
      }),
  }
}
