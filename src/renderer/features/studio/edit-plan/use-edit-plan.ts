import { useEffect, useRef, useState } from 'react'
import type { EditPlanQuote, EditPlanView, EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanId } from '../../../../shared/domain/ids.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { selectActiveDocument, useServices, useWork } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { stepsWith, type PlanMask } from './step-draft.ts'

const quietMs = 300

interface OpenedPlan {
  readonly id: EditPlanId
  readonly sourceId: AssetId
  /** As suggested for its file. */
  readonly name: string
  readonly masks: readonly PlanMask[]
}

/** The plan of the open document, its masks as captured, and what it would cost. */
export function useEditPlan(canvas: CanvasSession, model: ModelRef | null) {
  const { client, documents, vision } = useServices()
  const [opened, setOpened] = useState<OpenedPlan | null>(null)
  const [view, setView] = useState<EditPlanView | null>(null)
  const [steps, setSteps] = useState<readonly EditStep[]>([])
  const work = useWork()
  const begun = useRef(false)

  async function open(): Promise<void> {
    const documentId = selectActiveDocument(documents.store.getState())?.id
    if (documentId === undefined) return
    const plan = await client.call('editPlans.open', { documentId })
    const { assetId: sourceId } = await canvas.output.compose()
    const masks: PlanMask[] = []
    for (const { id, name, tint } of canvas.store.getState().masks) {
      const maskPng = (await canvas.output.oneMaskPng(id)) as Uint8Array<ArrayBuffer>
      const { digest, bounds } = await client.call('editPlans.addMask', { id: plan.id, sourceId, maskPng })
      masks.push({ id, name, tint, digest: bounds === null ? null : digest })
    }
    setSteps(stepsWith(plan, masks, model))
    setView(plan)
    setOpened({ id: plan.id, sourceId, name: messages.editPlan, masks })
  }

  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void work.run(open)
  })
  useEffect(
    () =>
      client.on('editPlans.changed', ({ id }) => {
        if (id === opened?.id) void client.call('editPlans.view', { id }).then(setView, () => undefined)
      }),
    [client, opened],
  )
  useEffect(() => vision.want(), [vision])
  const files = usePlanFile({ opened, setOpened, steps, setSteps, run: work.run })
  const isRunning = view?.isRunning ?? false
  const { quote, problem } = usePlanQuote(opened, steps, isRunning)
  return {
    opened,
    view,
    steps,
    setSteps,
    isRunning,
    quote,
    problem: work.problem ?? problem,
    work,
    run: () =>
      work.run(async () => {
        if (opened === null) return
        const { id, sourceId } = opened
        await client.call('editPlans.run', { id, sourceId, steps: [...steps] })
        setView(await client.call('editPlans.view', { id }))
      }),
    ...files,
    stop: () => work.run(async () => opened && client.call('editPlans.stop', { id: opened.id })),
  }
}

interface PlanFileNeeds {
  readonly opened: OpenedPlan | null
  readonly setOpened: (opened: OpenedPlan) => void
  readonly steps: readonly EditStep[]
  readonly setSteps: (steps: readonly EditStep[]) => void
  readonly run: ReturnType<typeof useWork>['run']
}

/** The plan as a file. `warnings`: of the one that was opened. */
function usePlanFile({ opened, setOpened, steps, setSteps, run }: PlanFileNeeds) {
  const { client, intents } = useServices()
  const [warnings, setWarnings] = useState<readonly string[]>([])
  return {
    warnings,
    save: () =>
      run(async () => {
        if (opened === null) return
        const wanted = { id: opened.id, name: opened.name, steps: [...steps] }
        const saved = await client.call('editPlans.chooseAndSave', wanted)
        if (saved !== null) intents.send({ type: 'notify', notice: { level: 'done', text: messages.saved } })
      }),
    /** Replaces the steps by those of a file. */
    openFile: () =>
      run(async () => {
        if (opened === null) return
        const read = await client.call('editPlans.chooseAndOpen', { id: opened.id, sourceId: opened.sourceId })
        if (read === null) return
        setOpened({ ...opened, name: read.name })
        setSteps(read.steps)
        setWarnings(read.warnings)
      }),
  }
}

interface Priced {
  /** null = the price is not that of these steps. */
  readonly quote: EditPlanQuote | null
  readonly problem: string | null
}

/** Saves the steps and prices them after a pause in typing. */
function usePlanQuote(opened: OpenedPlan | null, steps: readonly EditStep[], isRunning: boolean): Priced {
  const { client, describeError } = useServices()
  const [priced, setPriced] = useState<(Priced & { readonly text: string }) | null>(null)
  const draft = opened && { id: opened.id, sourceId: opened.sourceId, steps: [...steps] }
  const text = draft === null || isRunning ? null : JSON.stringify(draft)
  useEffect(() => {
    if (text === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => {
      const { id, sourceId, steps: changed } = JSON.parse(text) as NonNullable<typeof draft>
      void client.call('editPlans.save', { id, steps: changed }).catch(() => undefined)
      client.call('editPlans.quote', { id, sourceId, steps: changed }, { signal }).then(
        (quote) => setPriced({ text, quote, problem: null }),
        (error: unknown) => signal.aborted || setPriced({ text, quote: null, problem: describeError(error).text }),
      )
    }, quietMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, describeError, text])
  return priced !== null && priced.text === text ? priced : { quote: null, problem: null }
}
