import { useEffect, useRef } from 'react'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { useCover, useServices } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Image } from '../../../ui/image.tsx'
import { selectJob } from '../create-studio-store.ts'
import { useStudio } from '../studio-context.ts'
import { StepItem } from './step-item.tsx'
import type { OpenThread } from './use-conversation.ts'

/** The first image and the steps of the branch that is shown. */
export function StepList({ open }: { readonly open: OpenThread }) {
  const { thread, shown } = open
  const end = useRef<HTMLLIElement>(null)
  const tipId = shown.at(-1)?.step.id
  // The newest step is read first.
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [tipId])
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

export function StepImage({ id }: { readonly id: AssetId }) {
  const cover = useCover(id)
  return (
    <>
      <Image src={assetUrl(id, 'thumb-512')} alt="" whenFailed={<span>{messages.imageGone}</span>} />
      {cover !== null && <CoverVeil label={cover.label} />}
    </>
  )
}
