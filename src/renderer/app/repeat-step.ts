import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import { localInpainting } from '../../shared/domain/import-recipe.ts'
import * as messages from '../../shared/messages/en/window.ts'
import type { Services } from '../client/index.ts'
import type { CanvasSession } from '../editor/session/canvas-session.ts'
import type { SessionPool } from './create-session-pool.ts'

interface Parts {
  readonly services: Services
  readonly pool: Pick<SessionPool, 'store'>
  readonly studio: {
    readonly form: {
      chooseTask(task: 'fill'): void
      chooseModel(choice: 'local' | 'inpainting'): void
      recall(id: AssetId, part: 'all'): Promise<void>
    }
  }
}

/** Opens the image before a step with the step's mask, and fills in the step's request. */
export async function repeatStep({ services, pool, studio }: Parts, assetId: AssetId): Promise<void> {
  const { client, documents, intents } = services
  const [asset] = await client.call('library.assets', { ids: [assetId] })
  const parentId = asset?.parentId ?? null
  const [parent] = parentId === null ? [] : await client.call('library.assets', { ids: [parentId] })
  if (!asset || !parent || parent.trashedAtMs !== null || parent.isMissing) {
    return intents.send({ type: 'notify', notice: { level: 'warning', text: messages.sourceGone } })
  }
  const { id } = await documents.open(parent.id)
  const session = await sessionOf(pool, id)
  // The reason is shown in place of the image.
  if (session === null) return
  if (asset.recipe.operation === 'fill') await chooseFill({ services, studio }, asset.recipe)
  else if (asset.recipe.prompt || asset.recipe.generation?.markup?.length) await studio.form.recall(assetId, 'all')
  // A mask of marks is made from them again.
  const isPainted = asset.hasMask && !asset.recipe.generation?.isMaskOfMarks
  // Choosing a task sets its own mask edges, so the step's are applied last.
  if (isPainted && isSameSize(asset, parent)) await takeMask({ services }, session, asset)
}

/** Where the step's model is missing, another one does its work, which is said. */
async function chooseFill(
  { services, studio }: Pick<Parts, 'services' | 'studio'>,
  { provider, model }: Recipe,
): Promise<void> {
  studio.form.chooseTask('fill')
  if (provider !== localInpainting) return studio.form.chooseModel('local')
  studio.form.chooseModel('inpainting')
  const { settings, vision, intents } = services
  const { models } = await vision.read()
  const same = models.find(({ name, task }) => task === 'remove' && name === model)
  const { visionModels } = settings.store.getState()
  if (same !== undefined) settings.change({ visionModels: { ...visionModels, remove: same.id } })
  else if (model !== null) {
    intents.send({ type: 'notify', notice: { level: 'warning', text: messages.stepModelGone({ model }) } })
  }
}

/** Undoable, like any other mask that is loaded. */
async function takeMask({ services }: Pick<Parts, 'services'>, session: CanvasSession, asset: Asset): Promise<void> {
  const read = await services.client.call('canvas.readMask', { id: session.id, assetId: asset.id, isItsMask: true })
  if (read === null) return
  await session.selection.importMask(read.maskPng, { isInverted: false, mode: 'replace', name: null })
  const { growPx, featherPx } = asset.recipe
  session.edit.changeEdge(
    read.hasEdge === true ? { growPx: 0, featherPx: 0 } : { growPx: growPx ?? 0, featherPx: featherPx ?? 0 },
  )
}

function isSameSize(a: Asset, b: Asset): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}

/** Resolves once the image is on screen; null = it could not be opened. */
function sessionOf({ store }: Parts['pool'], id: DocumentId): Promise<CanvasSession | null> {
  return new Promise((resolve) => {
    const check = (): boolean => {
      const { session, error } = store.getState()
      if (session?.id === id) resolve(session)
      else if (error !== null) resolve(null)
      else return false
      return true
    }
    if (check()) return
    const stop = store.subscribe(() => {
      if (check()) stop()
    })
  })
}
