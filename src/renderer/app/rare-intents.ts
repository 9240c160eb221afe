import * as messages from '../../shared/messages/en/window.ts'
import type { Intent } from '../client/index.ts'
import type { StudioModel } from '../features/studio/index.ts'
import type { SessionPool } from './create-session-pool.ts'
import { getModel } from './vision/get-model.ts'
import { goTo, type ShellParts } from './create-shell-store.ts'

interface Parts extends ShellParts {
  readonly pool: Pick<SessionPool, 'finish' | 'save'>
  readonly studio: { readonly store: Pick<StudioModel['store'], 'setState'> }
}

/** Answers what is asked for so rarely that the start does without it. */
export async function answerRareIntent(
  parts: Parts,
  intent: Extract<Intent, { type: 'take-part' | 'save-document' | 'show-job' | 'restart-to-update' | 'get-model' }>,
): Promise<void> {
  try {
    if (intent.type === 'take-part') await takePart(parts, intent)
    else if (intent.type === 'show-job') await showJob(parts, intent)
    else if (intent.type === 'restart-to-update') await restartToUpdate(parts)
    else if (intent.type === 'get-model') await getModel(parts.services, intent.task)
    else await saveDocument(parts, intent)
  } catch (error) {
    parts.services.intents.send({ type: 'report', error })
  }
}

/** Opens a separate document: the target may be a result in another one. */
async function takePart(parts: Parts, { targetId, sourceId }: Intent & { type: 'take-part' }): Promise<void> {
  goTo(parts, 'studio')
  const { id } = await parts.services.documents.open(targetId)
  parts.studio.store.setState({ takingFrom: { sourceId, documentId: id } })
}

async function showJob(parts: Parts, { jobId, documentId }: Intent & { type: 'show-job' }): Promise<void> {
  const { documents } = parts.services
  goTo(parts, 'studio')
  const isOpen = documents.store.getState().documents?.some(({ id }) => id === documentId)
  if (documentId !== null && isOpen === true) await documents.activate(documentId)
  parts.studio.store.setState({ selectedJobId: jobId })
}

/** The file is written from the state on disk. */
async function saveDocument(
  { services: { client, intents }, pool }: Parts,
  { documentId, format }: Intent & { type: 'save-document' },
): Promise<void> {
  await pool.finish()
  const written = await client.call('canvas.saveProject', { id: documentId, format })
  if (written === null) return
  intents.send({ type: 'notify', notice: { level: 'done', text: messages.saved({ path: written.path }) } })
}

/** A window that closes does so even if it cannot save; nobody loses strokes for an update. */
async function restartToUpdate({ services: { client }, pool }: Parts): Promise<void> {
  await pool.save()
  await client.call('updates.install', {})
}
