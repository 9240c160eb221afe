import { useStore } from 'zustand'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { selectLastPlan } from '../form/create-planner.ts'
import type { OpenThread } from './use-conversation.ts'

interface SentStepProps {
  readonly open: OpenThread
  readonly request: PlanRequest | null
}

/** The images that go with the words. */
function imagesText(sent: NonNullable<RequestPlan['conversation']>, markup: RequestPlan['markup']): string {
  const images = unmarkedText(sent)
  return markup === 'image' ? messages.sentWithMarks({ images }) : images
}

function unmarkedText({ turns, hasFirstImage }: NonNullable<RequestPlan['conversation']>): string {
  if (turns > 0) return messages.sentTurns({ count: turns })
  return hasFirstImage ? messages.sentFirstImage : messages.sentImage
}

/** The prompt with what still holds, which may be edited, and the images that go with it. */
export function SentStep({ open: { conversation, thread, draft }, request }: SentStepProps) {
  const plan = useStore(conversation.planner.store, (state) => selectLastPlan(state, request))
  const sent = plan?.conversation
  if (sent === undefined || draft.words.trim() === '') return null
  const edit = (prompt: string | null) => conversation.changeDraft(thread.id, { prompt })
  return (
    <Disclosure title={messages.whatIsSent}>
      <TextArea
        label={messages.sentPrompt}
        rows={4}
        value={draft.prompt ?? sent.prompt}
        onChange={(event) => edit(event.target.value)}
      />
      <p className="conversation-note">{imagesText(sent, plan?.markup)}</p>
      {sent.replaced.length > 0 && (
        <p className="conversation-note">{messages.noLongerSaid({ words: sent.replaced.join('; ') })}</p>
      )}
      {draft.prompt !== null && (
        <Button size="small" variant="quiet" onClick={() => edit(null)}>
          {messages.resetPrompt}
        </Button>
      )}
    </Disclosure>
  )
}
