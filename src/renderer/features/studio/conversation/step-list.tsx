import { useEffect, useRef } from 'react'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { useServices } from '../../../client/index.ts'
import { selectJob } from '../create-studio-store.ts'
import { useStudio } from '../studio-context.ts'
import { StepImage } from './step-image.tsx'
import { StepItem } from './step-item.tsx'
import type { OpenThread } from './use-conversation.ts'

/** The first image and the steps of the branch that is shown. */
export function StepList({ open }: { readonly open: OpenThread }) {
  const { thread, shown } = open
  const end = useRef<HTMLLIElement>(null)
  const tip = shown.at(-1)?.step
  const tipState = tip && `${tip.id} ${tip.state}`
  const shownTip = useRef<string | undefined>(undefined)
  // The newest step is read first.
  useEffect(() => {
    if (shownTip.current === tipState) return
    shownTip.current = tipState
    end.current?.scrollIntoView({ block: 'end' })
  }, [tipState])
  return (
    <ol className="conversation-steps panel-scroll" aria-label={messages.steps}>
      <li className="conversation-first">
        <FirstImage open={open} />
        {shown.length === 0 && <p>{messages.empty}</p>}
      </li>
      {shown.map((each) => (
        <StepItem key={each.step.id} open={open} shown={each} isCurrent={each.step.id === thread.currentId} />
      ))}
      <li ref={end} aria-hidden="true" className="conversation-end" />
    </ol>
  )
}

function FirstImage({ open: { conversation, thread, shown } }: { readonly open: OpenThread }) {
  const { intents } = useServices()
  const { store } = useStudio()
  const goBack = () => {
    selectJob(store, null)
    const to = { currentId: null, tipId: shown.at(-1)?.step.id ?? null }
    conversation.go(thread, to).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <button
      type="button"
      className="conversation-image"
      aria-label={messages.firstImage}
      aria-current={thread.currentId === null ? 'step' : undefined}
      onClick={goBack}
    >
      <StepImage id={thread.rootId} />
      <span>{messages.firstImage}</span>
    </button>
  )
}
