import { MessagesSquare } from 'lucide-react'
import { continueInWords } from '../../../../shared/messages/en/commands.ts'
import { selectActiveDocument, useServices } from '../../../client/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useStudio } from '../studio-context.ts'

/** Goes on from the selected result, or from the open image. */
export function ContinueButton() {
  const { actions } = useStudio()
  const { documents, intents } = useServices()
  const start = async () => {
    const assetId = await actions.shownImage()
    const documentId = selectActiveDocument(documents.store.getState())?.id ?? null
    if (assetId !== null) intents.send({ type: 'continue-in-words', assetId, documentId })
  }
  return (
    <IconButton
      label={continueInWords}
      command="image.continue"
      size="small"
      // Below it are the tasks, which it would cover.
      tooltipSide="right"
      onClick={() => void start().catch((error: unknown) => intents.send({ type: 'report', error }))}
    >
      <MessagesSquare size={14} aria-hidden="true" />
    </IconButton>
  )
}
