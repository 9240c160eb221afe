import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import { type Thread, currentImage, shownSteps, type ShownStep } from '../../../../shared/domain/thread.ts'
import { useAsset, useProviders, useReferences, useServices, useSettings } from '../../../client/index.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import type { ModelMatch } from '../../../lib/models/model-ref.ts'
import { planItems } from '../form/create-planner.ts'
import { useStudio } from '../studio-context.ts'
import { conversationOf, mergeSteps, type Conversation } from './create-conversation.ts'
import { pickStepModel } from './step-models.ts'
import { blankStep, isLimited, marksOfStep, stepRequest, type StepDraft, type StepMask } from './step-request.ts'
import { createStore } from 'zustand/vanilla'

export interface OpenThread {
  readonly conversation: Conversation
  readonly thread: Thread
  readonly all: readonly JobSnapshot[]
  readonly shown: readonly ShownStep<JobSnapshot>[]
  /** The image that is gone on from. */
  readonly imageId: AssetId
  readonly draft: StepDraft
}

const none: readonly JobSnapshot[] = []

export function useConversation(): Conversation {
  return conversationOf(useServices())
}

/** The thread that is shown; null while it loads, or without one. */
export function useThread(): OpenThread | null {
  const conversation = useConversation()
  const { jobs } = useServices()
  const { threads, threadId, loaded, drafts } = useStore(conversation.store)
  const byId = useStore(jobs.store, (state) => state.byId)
  const thread = threads.find(({ id }) => id === threadId) ?? null
  const early = threadId === null ? none : (loaded.get(threadId) ?? none)
  const all = useMemo(() => (threadId === null ? none : mergeSteps(threadId, early, byId)), [threadId, early, byId])
  return useMemo(() => {
    if (thread === null) return null
    const draft = drafts.get(thread.id) ?? blankStep
    return {
      conversation,
      thread,
      all,
      shown: shownSteps(thread, all),
      imageId: currentImage(thread, all),
      draft,
    }
  }, [conversation, thread, all, drafts])
}

/** The mask that can limit the step. */
export interface MaskChoice {
  readonly mask: StepMask | null
  /** Of the step that is run again; otherwise the one on the canvas. */
  readonly isOfStep: boolean
  /** The one on the canvas can be used instead. */
  readonly hasOther: boolean
  /** Why the step cannot be sent yet; null = it can. */
  readonly problem: { readonly isLoading: true } | { readonly error: unknown } | null
  /** Why the mask on the canvas cannot be used; null = there is none, or it can. */
  readonly disabledReason: 'other-size' | null
}

const closed = createStore(() => null)

/** The step that is run again, while its image is the one that is gone on from; null = none. */
export function stepRunAgain({ all, draft, imageId }: OpenThread): JobSnapshot | null {
  const step = all.find(({ id }) => id === draft.againOf) ?? null
  return step?.assetId === imageId ? step : null
}

/** A step that runs again is limited as it was; any other one by what is on the canvas. */
export function useMaskChoice(open: OpenThread): MaskChoice {
  const { conversation, imageId } = open
  const again = stepRunAgain(open)?.id ?? null
  const loaded = useStore(conversation.store, ({ masks }) => (again === null ? undefined : masks.get(again)))
  const ofCanvas = useCanvasMask(imageId)
  useEffect(() => {
    if (again !== null) void conversation.loadMask(again)
  }, [conversation, again])
  useForgottenChoice(open, again)
  return useMemo(() => {
    if (again === null || (loaded !== undefined && 'mask' in loaded && loaded.mask === null)) return ofCanvas
    const without = { ...noMask, hasOther: ofCanvas.mask !== null }
    if (loaded === undefined) return { ...without, problem: { isLoading: true } }
    return 'mask' in loaded ? { ...without, mask: loaded.mask, isOfStep: true } : { ...without, problem: loaded }
  }, [again, loaded, ofCanvas])
}

/** A choice is about the mask that was there: one that is painted later limits steps again. */
function useForgottenChoice({ conversation, thread, draft }: OpenThread, again: JobId | null): void {
  const isGone = useCanvas()?.hasMask === false
  const isForgotten = isGone && again === null && draft.isInMask !== null
  useEffect(() => {
    if (isForgotten) conversation.changeDraft(thread.id, { isInMask: null })
  }, [conversation, thread.id, isForgotten])
}

const noMask: MaskChoice = { mask: null, isOfStep: false, hasOther: false, problem: null, disabledReason: null }

function useCanvas(): CanvasState | null {
  const { canvas } = useStudio()
  return useStore<typeof closed | NonNullable<typeof canvas>['store'], CanvasState | null>(
    canvas?.store ?? closed,
    (each) => each,
  )
}

const noMarks: readonly Mark[] = []

/** The visible marks on the canvas, where they fit the image that is gone on from. */
export function useMarks(imageId: AssetId): readonly Mark[] {
  const state = useCanvas()
  const asset = useAsset(imageId)
  if (state === null || !asset || !state.markup.isVisible) return noMarks
  const { size, markup } = state
  return size.widthPx === asset.widthPx && size.heightPx === asset.heightPx ? markup.marks : noMarks
}

/** The mask on the canvas, as far as it fits the image that is gone on from. */
function useCanvasMask(imageId: AssetId): MaskChoice {
  const state = useCanvas()
  const asset = useAsset(imageId)
  const hasMask = state?.hasMask ?? false
  const size = state?.size ?? null
  const edge = state?.edge ?? null
  const maskBounds = state?.maskBounds ?? null
  return useMemo(() => {
    if (!hasMask || !asset || size === null || edge === null) return noMask
    if (size.widthPx !== asset.widthPx || size.heightPx !== asset.heightPx)
      return { ...noMask, disabledReason: 'other-size' }
    const { growPx, featherPx } = edge
    return { ...noMask, mask: { maskPng: null, maskBounds, growPx, featherPx } }
  }, [hasMask, size, edge, maskBounds, asset])
}

export interface NextStep {
  readonly found: ModelMatch | null
  readonly request: PlanRequest | null
}

/** The model and the request of what is being typed; its plan is made whenever it changes. */
export function useNextStep(
  { conversation, thread, all, imageId, draft }: OpenThread,
  mask: StepMask | null,
  marks: readonly Mark[],
): NextStep {
  const providers = useProviders()
  const favorites = useSettings((each) => each.favouriteModels)
  const chosen = useSettings((each) => each.studio.engines)
  const references = useReferences(false)
  const last = all.findLast(({ state }) => state === 'done')
  const found = useMemo(() => {
    const before = last?.provider === undefined ? null : { provider: last.provider, model: last.model ?? '' }
    const selected = Object.values(chosen)
      .flat()
      .filter((each) => typeof each === 'object')
    return pickStepModel(providers, [draft.ref, before as typeof draft.ref, ...selected, ...favorites])
  }, [providers, draft.ref, last, chosen, favorites])
  const request = useMemo(
    () =>
      found === null
        ? null
        : stepRequest(
            thread,
            imageId,
            draft,
            { provider: found.provider.id, model: found.card.id },
            { mask: isLimited(draft, mask) ? mask : null, marks: marksOfStep(draft, marks) },
          ),
    [found, thread, imageId, draft, mask, marks],
  )
  useEffect(() => {
    const provider = found?.provider ?? null
    conversation.planner.ask(planItems([{ request, provider }], references))
  }, [conversation, request, found, references])
  return { found, request }
}
