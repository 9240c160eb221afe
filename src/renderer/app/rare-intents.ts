import * as messages from '../../shared/messages/en/window.ts'
import type { Intent } from '../client/index.ts'
import type { AppModel } from './create-app-model.ts'
import { goTo } from './create-shell-store.ts'

/** Opens a separate document: the target may be a result in another one. */
export async function takePart(model: AppModel, { targetId, sourceId }: Intent & { type: 'take-part' }): Promise<void> {
  goTo(model, 'studio')
  try {
    const { id } = await model.services.documents.open(targetId)
    model.studio.store.setState({ takingFrom: { sourceId, documentId: id } })
  } catch (error) {
    model.services.intents.send({ type: 'report', error })
  }
}

export async function showJob(model: AppModel, { jobId, documentId }: Intent & { type: 'show-job' }): Promise<void> {
  const { documents, intents } = model.services
  goTo(model, 'studio')
  try {
    const isOpen = documents.store.getState().documents?.some(({ id }) => id === documentId)
    if (documentId !== null && isOpen === true) await documents.activate(documentId)
    model.studio.store.setState({ selectedJobId: jobId })
  } catch (error) {
    intents.send({ type: 'report', error })
  }
}

/** The file is written from the state on disk. */
export async function saveDocument(
  { services, pool }: AppModel,
  { documentId, format }: Intent & { type: 'save-document' },
) {
  const { client, intents } = services
  try {
    await pool.flush()
    const written = await client.call('canvas.saveProject', { id: documentId, format })
    if (written === null) return
    intents.send({ type: 'notify', notice: { level: 'done', text: messages.saved({ path: written.path }) } })
  } catch (error) {
    intents.send({ type: 'report', error })
  }
}
