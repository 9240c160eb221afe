import { MessagesSquare, MoreHorizontal, Redo2, Undo2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { AssetId, DocumentId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { useServices } from '../../../client/index.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { MenuButton } from '../../../ui/menus/menu-button.tsx'
import { selectJob } from '../create-studio-store.ts'
import { useStudio } from '../studio-context.ts'
import './conversation.css'
import { StepComposer } from './step-composer.tsx'
import { StepImage } from './step-image.tsx'
import { StepItem } from './step-item.tsx'
import { type OpenThread, useConversation, useThread } from './use-conversation.ts'

interface ConversationPanelProps {
  readonly documentId: DocumentId
  /** The image to go on from; null = the document's latest conversation. */
  readonly assetId: AssetId | null
}

/** A conversation about an image, in place of the task. */
export function ConversationPanel({ documentId, assetId }: ConversationPanelProps) {
  const conversation = useConversation()
  const { intents } = useServices()
  const { store } = useStudio()
  const open = useThread()
  const damaged = useStore(conversation.store, (state) => state.damaged)
  useEffect(() => {
    conversation.open(documentId, assetId).catch((error: unknown) => intents.send({ type: 'report', error }))
  }, [conversation, documentId, assetId, intents])
  return (
    <section className="conversation" aria-label={messages.conversation}>
      <header className="conversation-head">
        <h2>{messages.conversation}</h2>
        {open !== null && <HeadActions open={open} />}
        <IconButton label={messages.close} size="small" onClick={() => store.setState({ conversation: null })}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </header>
      {damaged > 0 && (
        <p className="conversation-problem conversation-damaged" role="status">
          {messages.damaged({ count: damaged })}
        </p>
      )}
      {open === null ? (
        <EmptyState icon={<MessagesSquare size={22} />} title={messages.noConversation} text={messages.empty} />
      ) : (
        <>
          <StepList open={open} />
          <StepComposer key={open.thread.id} open={open} />
        </>
      )}
    </section>
  )
}

/** Undo, redo, and what is about the whole conversation. */
function HeadActions({ open }: { readonly open: OpenThread }) {
  const { intents } = useServices()
  const { store } = useStudio()
  const { conversation, thread, shown } = open
  const threads = useStore(conversation.store, (state) => state.threads)
  const at = shown.findLastIndex(({ isUndone }) => !isUndone)
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const goTo = (index: number) => {
    const step = shown[index]?.step ?? null
    selectJob(store, step?.id ?? null)
    const to = { currentId: step?.id ?? null, tipId: shown.at(-1)?.step.id ?? null }
    conversation.go(thread, to).catch(report)
  }
  const remove = async () => {
    await conversation.remove(thread)
    const action = { label: messages.undo, run: () => conversation.restore(thread.id) }
    // Nothing else brings it back, so the notice must not go by itself.
    intents.send({ type: 'notify', notice: { level: 'lasting', text: messages.deleted, action } })
  }
  const others = threads.map(({ id }, index) => ({
    label: messages.otherConversation({ number: index + 1 }),
    isDisabled: id === thread.id,
    run: () => void conversation.show(id).catch(report),
  }))
  return (
    <>
      <IconButton label={messages.undoStep} size="small" disabled={at < 0} onClick={() => goTo(at - 1)}>
        <Undo2 size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.redoStep} size="small" disabled={at >= shown.length - 1} onClick={() => goTo(at + 1)}>
        <Redo2 size={14} aria-hidden="true" />
      </IconButton>
      <MenuButton
        label={messages.moreActions}
        groups={[
          ...(others.length > 1 ? [others] : []),
          [{ label: messages.deleteConversation, isDanger: true, run: () => void remove().catch(report) }],
        ]}
      >
        <MoreHorizontal size={14} aria-hidden="true" />
      </MenuButton>
    </>
  )
}

/** The first image and the steps of the branch that is shown. */
function StepList({ open }: { readonly open: OpenThread }) {
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
