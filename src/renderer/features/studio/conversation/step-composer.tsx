import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { mentionAt } from '../../../../shared/prompting/index.ts'
import { useReferences, useServices, type Client } from '../../../client/index.ts'
import { estimateLabel } from '../../../lib/models/price-labels.ts'
import { Button } from '../../../ui/button.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { selectJob } from '../create-studio-store.ts'
import { MentionMarks } from '../prompt/mentions/mention-marks.tsx'
import { selectEntry, selectLastPlan, selectPrice } from '../form/create-planner.ts'
import { isMild } from '../form/plan-messages.ts'
import { createSpendGate, noneWhereCanceled, type SpendGate } from '../spend/create-spend-gate.ts'
import { useStudio } from '../studio-context.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { SentStep } from './sent-step.tsx'
import type { Mark } from '../../../../shared/domain/markup.ts'
import { MarkupPreview } from '../form/images/markup-preview.tsx'
import { marksOfStep, isLimited, nextStep, type StepDraft, type StepMask } from './step-request.ts'
import {
  type OpenThread,
  stepRunAgain,
  useMarks,
  useMaskChoice,
  useNextStep,
  type MaskChoice,
  type NextStep,
} from './use-conversation.ts'
import { StepModel } from './step-model.tsx'

/** What to say next, by which model, for how much. */
export function StepComposer({ open }: { readonly open: OpenThread }) {
  const { conversation, thread, draft, imageId } = open
  const masks = useMaskChoice(open)
  const marks = useMarks(imageId)
  const next = useNextStep(open, masks.mask, marks)
  const { isSending, failure } = useStore(conversation.store)
  const { describeError } = useServices()
  const send = useSend(open, next, masks.mask)
  const problem = useProblem(open, next)
  const isReady = problem === null && masks.problem === null && next.request !== null
  const canSend = draft.words.trim() !== '' && isReady && !isSending
  const price = useStore(conversation.planner.store, (state) => selectPrice(state, next.request))
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (canSend) void send()
  }
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const change = (part: Partial<typeof draft>) => conversation.changeDraft(thread.id, part)
  const label = price === null ? messages.send : messages.sendFor({ price: estimateLabel(price.estimate).text })
  return (
    <div className="conversation-composer">
      <MaskField open={open} masks={masks} onChange={change} />
      {marks.length > 0 && <StepMarks open={open} marks={marks} request={next.request} />}
      <StepModel
        found={next.found}
        isOpen={draft.isChoosingModel}
        onOpenChange={(isChoosingModel) => change({ isChoosingModel })}
        onChoose={(ref) => change({ ref, prompt: null, isChoosingModel: false })}
      />
      <SentStep open={open} request={next.request} />
      <Notes open={open} next={next} />
      <TextArea
        ref={field}
        label={messages.words}
        isLabelHidden
        rows={2}
        value={draft.words}
        placeholder={messages.placeholder}
        onChange={(event) => change({ words: event.target.value, prompt: null })}
        onKeyDown={handleKeyDown}
      />
      <WordsMarks field={field} words={draft.words} />
      {failure !== null && (
        <p className="conversation-problem" role="alert">
          {describeError(failure).text}
        </p>
      )}
      {problem !== null && <p className="conversation-problem">{problem}</p>}
      <Button variant="primary" disabled={!canSend} onClick={() => void send()}>
        {isSending ? messages.sending : label}
      </Button>
    </div>
  )
}

interface WordsMarksProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly words: string
}

/** The references that the words name, highlighted as in the prompt. */
function WordsMarks({ field, words }: WordsMarksProps) {
  const all = useReferences(words.includes('@'))
  if (all === null || !words.includes('@')) return null
  // A name at the end is still being typed.
  const typed = mentionAt(words, words.length)?.typed
  return <MentionMarks field={field} text={words} all={all} isUnknown={(name) => name !== typed} />
}

interface MaskFieldProps {
  readonly open: OpenThread
  readonly masks: MaskChoice
  readonly onChange: (part: Partial<StepDraft>) => void
}

/** What the step is limited to: the mask of the step that is run again, or the one on the canvas. */
function MaskField({ open, masks, onChange }: MaskFieldProps) {
  const { describeError } = useServices()
  const { mask, isOfStep, hasOther, problem, disabledReason } = masks
  const isInMask = isLimited(open.draft, mask)
  const hint = isOfStep ? messages.inStepMaskHint : messages.inMaskHint
  return (
    <>
      {stepRunAgain(open) !== null && (
        <p className="conversation-note">
          {messages.againNote}{' '}
          {hasOther && (
            <button
              type="button"
              className="generate-link"
              onClick={() => onChange({ againOf: null, isInMask: true, prompt: null })}
            >
              {messages.withoutStepMask}
            </button>
          )}
        </p>
      )}
      {problem !== null && 'error' in problem && (
        <p className="conversation-problem" role="alert">
          {describeError(problem.error).text}
        </p>
      )}
      {disabledReason !== null && <p className="conversation-note">{messages.otherSize}</p>}
      {mask !== null && (
        <SwitchField
          label={isOfStep ? messages.inStepMask : messages.inMask}
          hint={isInMask ? hint : undefined}
          isOn={isInMask}
          onChange={(next) => onChange({ isInMask: next, prompt: null })}
        />
      )}
    </>
  )
}

/** Warnings of the model; the last plan's stay while the next one is made. */
function Notes({ open: { conversation }, next: { request } }: { readonly open: OpenThread; readonly next: NextStep }) {
  const plan = useStore(conversation.planner.store, (state) => selectLastPlan(state, request))
  if (plan === null || plan.warnings.length === 0) return null
  return (
    <ul className="conversation-notes">
      {plan.warnings.map((warning) => (
        <li key={warning.message} data-mild={isMild(warning)}>
          {warning.message}
        </li>
      ))}
    </ul>
  )
}

/** Why the step cannot be sent; null = it can, or nothing is said yet. */
function useProblem({ conversation, draft }: OpenThread, { request }: NextStep): string | null {
  const { describeError } = useServices()
  const entry = useStore(conversation.planner.store, (state) => selectEntry(state, request))
  if (draft.words.trim() === '' || entry === null) return null
  return entry.error === null ? (entry.plan?.obstacles[0] ?? null) : describeError(entry.error).text
}

/** Sends the step after its plan has arrived. The words stay until the queue has them. */
function useSend(
  { conversation, thread, draft }: OpenThread,
  { request }: NextStep,
  mask: StepMask | null,
): () => Promise<void> {
  const services = useServices()
  const { store, canvas } = useStudio()
  const [gate] = useState(() => createSpendGate(services.client, store))
  return async () => {
    if (request === null || conversation.store.getState().isSending) return
    conversation.store.setState({ isSending: true, failure: null })
    try {
      await conversation.planner.settle()
      const entry = selectEntry(conversation.planner.store.getState(), request)
      if (entry === null || entry.error !== null || (entry.plan?.obstacles.length ?? 0) > 0) return
      const needs = { client: services.client, gate, canvas, maskPng: mask?.maskPng ?? null }
      const id = await sendStep(needs, request, entry.plan?.estimate.usd ?? null)
      if (id === null) return
      const sentMarks = request.markup ? canvas?.store.getState().markup.marks : undefined
      conversation.changeDraft(thread.id, nextStep(draft, sentMarks ?? draft.sentMarks))
      selectJob(store, id)
    } catch (failure) {
      conversation.store.setState({ failure })
    } finally {
      conversation.store.setState({ isSending: false })
    }
  }
}

interface SendNeeds {
  readonly client: Pick<Client, 'call'>
  readonly gate: SpendGate
  readonly canvas: CanvasSession | null
  /** Of the step that is run again; null = the mask on the canvas. */
  readonly maskPng: Uint8Array | null
}

/** Queues a step. Returns its job; null where the spending limits, or the user, have stopped it. */
async function sendStep(
  { client, gate, canvas, maskPng: given }: SendNeeds,
  request: PlanRequest,
  estimateUsd: number | null,
): Promise<JobId | null> {
  const { hasMask, ...rest } = request
  // Captured now, before the user goes on painting.
  const maskPng = hasMask ? (given ?? (await canvas?.output.maskPng()) ?? null) : null
  if (!(await gate.admits([estimateUsd]))) return null
  const input = { ...rest, maskBounds: null, maskPng: maskPng as Uint8Array<ArrayBuffer> | null }
  const ids = await client.call('jobs.generate', input).then((queued) => queued.ids, noneWhereCanceled)
  return ids[0] ?? null
}

interface StepMarksProps {
  readonly open: OpenThread
  readonly marks: readonly Mark[]
  readonly request: PlanRequest | null
}

/** Whether the step gets the marks on the canvas, and the copy of the image that shows them. */
function StepMarks({ open: { conversation, thread, draft, imageId }, marks, request }: StepMarksProps) {
  const { canvas } = useStudio()
  const plan = useStore(conversation.planner.store, (state) => selectLastPlan(state, request))
  const isUsed = marksOfStep(draft, marks).length > 0
  return (
    <>
      <SwitchField
        label={messages.stepMarks({ count: marks.length })}
        hint={isUsed ? messages.stepMarksHint : undefined}
        isOn={isUsed}
        onChange={(usesMarks) => conversation.changeDraft(thread.id, { usesMarks })}
      />
      {isUsed && canvas !== null && plan?.markup === 'image' && (
        <MarkupPreview canvas={canvas} imageId={imageId} marks={marks} plan={plan} />
      )}
    </>
  )
}
