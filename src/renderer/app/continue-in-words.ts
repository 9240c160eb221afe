import { selectActiveDocument, type Intent } from '../client/index.ts'
import type { StudioModel } from '../features/studio/index.ts'
import { goTo, type ShellParts } from './create-shell-store.ts'

interface Parts extends ShellParts {
  readonly studio: Pick<StudioModel, 'actions' | 'store'>
}

/** Opens the conversation about an image. A result of a document that is closed is opened by itself. */
export async function continueInWords(
  { services, shell, studio }: Parts,
  { assetId, documentId }: Intent & { type: 'continue-in-words' },
): Promise<void> {
  const { documents, intents } = services
  goTo({ services, shell }, 'studio')
  try {
    const isOpen = documents.store.getState().documents?.some(({ id }) => id === documentId)
    if (documentId === null || isOpen !== true) await studio.actions.openAsset(assetId)
    else await documents.activate(documentId)
    const active = selectActiveDocument(documents.store.getState())
    if (active === null) return
    studio.store.setState({ conversation: { documentId: active.id, assetId }, narrowSide: 'task' })
  } catch (error) {
    intents.send({ type: 'report', error })
  }
}
