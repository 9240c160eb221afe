import { Layers2, Plus } from 'lucide-react'
import { Fragment, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { EditPlanQuote, EditPlanView, EditStep } from '../../../../shared/domain/edit-plan.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { useProviders } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { useStudio } from '../studio-context.ts'
import './edit-plan.css'
import { PlanBatchDialog } from './plan-batch-dialog.tsx'
import { duplicateStep, moveStep, newStep } from './step-draft.ts'
import { formatStepsPrice } from './step-price.ts'
import { StepRow } from './step-row.tsx'
import { useEditPlan } from './use-edit-plan.ts'

interface EditPlanDialogProps {
  readonly canvas: CanvasSession
  readonly onClose: () => void
}

/** Several masks, each with its own prompt and model, as one edit. */
export function EditPlanDialog({ canvas, onClose }: EditPlanDialogProps): ReactNode {
  const { form } = useStudio()
  const [{ model: selected }] = useState(() => form.state())
  const model = selected === null ? null : { provider: selected.provider.id, model: selected.card.id }
  const plan = useEditPlan(canvas, model)
  const [isOnImages, setOnImages] = useState(false)
  const { opened, view, steps, setSteps, isRunning, quote, work } = plan
  const painted = opened?.masks.filter(({ digest }) => digest !== null) ?? []
  const isEmpty = opened !== null && painted.length === 0 && steps.length === 0
  const addStep = () => {
    const mask = painted.find(({ id }) => steps.every((step) => step.maskId !== id)) ?? painted[0]
    if (mask !== undefined) setSteps([...steps, newStep(mask, steps, model)])
  }
  const footer =
    opened === null || isEmpty ? undefined : (
      <>
        <Summary steps={steps} quote={quote} view={view} />
        {isRunning ? (
          <Button onClick={() => void plan.stop()}>{messages.stop}</Button>
        ) : (
          <Button
            variant="primary"
            disabled={!canRun(quote, steps, view) || work.isBusy}
            onClick={() => void plan.run()}
          >
            {runLabel(quote, view)}
          </Button>
        )}
      </>
    )
  if (isOnImages && opened !== null) {
    return <PlanBatchDialog plan={{ ...opened, steps }} onBack={() => setOnImages(false)} onClose={onClose} />
  }
  return (
    <Dialog
      title={messages.editPlan}
      className="edit-plan"
      footer={footer}
      step={opened === null ? 'loading' : 'there'}
      onClose={onClose}
    >
      <div className="edit-plan-body">
        {plan.problem !== null && (
          <p className="edit-plan-problem" role="alert">
            {plan.problem}
          </p>
        )}
        {plan.warnings.map((warning) => (
          <p key={warning} className="edit-plan-warning">
            {warning}
          </p>
        ))}
        {isEmpty && <EmptyState icon={<Layers2 size={28} />} title={messages.noMasks} text={messages.noMasksHint} />}
        {opened !== null && !isEmpty && <StepList plan={plan} masks={opened.masks} />}
        {opened !== null && (
          <PlanTools
            plan={plan}
            onAddStep={painted.length === 0 ? null : addStep}
            onRunOnImages={() => setOnImages(true)}
          />
        )}
      </div>
    </Dialog>
  )
}

interface PlanToolsProps {
  readonly plan: ReturnType<typeof useEditPlan>
  /** null = there is no mask for another step. */
  readonly onAddStep: (() => void) | null
  readonly onRunOnImages: () => void
}

function PlanTools({ plan, onAddStep, onRunOnImages }: PlanToolsProps): ReactNode {
  const { steps, isRunning, work } = plan
  const isLocked = isRunning || work.isBusy
  return (
    <div className="plan-tools">
      <Button size="small" disabled={isLocked || onAddStep === null} onClick={() => onAddStep?.()}>
        <Plus size={14} aria-hidden="true" /> {messages.addStep}
      </Button>
      <Button size="small" disabled={isLocked} onClick={() => void plan.openFile()}>
        {messages.openFile}
      </Button>
      <Button size="small" disabled={isLocked || steps.length === 0} onClick={() => void plan.save()}>
        {messages.saveFile}
      </Button>
      <Button size="small" disabled={isLocked || steps.length === 0} onClick={onRunOnImages}>
        {messages.runOnImages}
      </Button>
    </div>
  )
}

interface StepListProps {
  readonly plan: ReturnType<typeof useEditPlan>
  readonly masks: NonNullable<ReturnType<typeof useEditPlan>['opened']>['masks']
}

/** The steps in order; those of one stage run together. */
function StepList({ plan: { steps, setSteps, quote, view, isRunning }, masks }: StepListProps): ReactNode {
  const providers = useProviders()
  const change = (changed: EditStep) => setSteps(steps.map((step) => (step.id === changed.id ? changed : step)))
  const stages = steps.map(({ id }) => quote?.steps.find((each) => each.id === id)?.stage ?? null)
  const list = useRef<HTMLOListElement>(null)
  const move = (id: string, to: number, act: 'up' | 'down') => {
    setSteps(moveStep(steps, id, to))
    focusSoon(list, id, act)
  }
  const remove = (at: number) => {
    setSteps(steps.toSpliced(at, 1))
    const next = steps[at + 1] ?? steps[at - 1]
    if (next !== undefined) focusSoon(list, next.id, 'delete')
  }
  return (
    <ol ref={list} className="plan-steps">
      {steps.map((step, at) => (
        <Fragment key={step.id}>
          <StageNote stages={stages} at={at} />
          <StepRow
            step={step}
            number={at + 1}
            masks={masks}
            providers={providers}
            isLocked={isRunning}
            quote={quote?.steps.find(({ id }) => id === step.id) ?? null}
            state={stateOf(step, view, quote)}
            onChange={change}
            onMove={(to, act) => move(step.id, to, act)}
            onDrop={(id) => setSteps(moveStep(steps, id, at))}
            onDuplicate={() => setSteps(duplicateStep(steps, step.id))}
            onDelete={() => remove(at)}
          />
        </Fragment>
      ))}
    </ol>
  )
}

/** A step that is moved takes its button's focus with it; one that is deleted leaves it to its neighbor. */
function focusSoon(list: RefObject<HTMLOListElement | null>, id: string, act: 'up' | 'down' | 'delete'): void {
  setTimeout(() =>
    list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"] [data-act="${act}"]`)?.focus(),
  )
}

/** Says with which other steps one runs, if there are any. */
function StageNote({ stages, at }: { readonly stages: readonly (number | null)[]; readonly at: number }): ReactNode {
  const stage = stages[at] ?? null
  const together = stages.flatMap((each, other) => (each === stage && other !== at ? [other + 1] : []))
  const earlier = stages.some((each) => each !== null && stage !== null && each < stage)
  if (stage === null || (together.length === 0 && !earlier)) return null
  const text = together.length > 0 ? messages.runsWith({ steps: joinList(together) }) : messages.runsAfter
  return <li className="plan-stage">{text}</li>
}

/** What the last run says of a step, as long as the step is still the same. */
function stateOf(step: EditStep, view: EditPlanView | null, quote: EditPlanQuote | null) {
  const state = view?.states.find(({ id }) => id === step.id) ?? null
  if (state === null || view?.isRunning === true) return state
  const isDone = quote?.steps.find(({ id }) => id === step.id)?.isDone ?? true
  return state.state === 'done' && !isDone ? null : state
}

function canRun(quote: EditPlanQuote | null, steps: readonly EditStep[], view: EditPlanView | null): boolean {
  if (quote === null || !steps.some(({ isOn }) => isOn)) return false
  if (quote.steps.some(({ problem }) => problem !== null)) return false
  return quote.missing > 0 || (isAllDone(quote) && !isMerged(quote, view))
}

function isAllDone({ steps }: EditPlanQuote): boolean {
  const on = steps.filter(({ stage, problem }) => stage !== null || problem !== null)
  return on.length > 0 && on.every(({ isDone }) => isDone)
}

/** Whether the result is of exactly these steps. */
function isMerged({ steps }: EditPlanQuote, view: EditPlanView | null): boolean {
  const run = view?.states.map(({ id }) => id).join() ?? ''
  const wanted = steps.flatMap(({ id, stage }) => (stage === null ? [] : [id])).join()
  return view?.resultId !== null && run === wanted
}

function runLabel(quote: EditPlanQuote | null, view: EditPlanView | null): string {
  if (quote === null) return messages.run
  if (quote.missing === 0) return isAllDone(quote) ? messages.merge : messages.run
  const price = formatStepsPrice(quote)
  const isResumed = view?.states.some(({ state }) => state === 'done') ?? false
  return isResumed ? messages.resumeFor({ price }) : messages.runFor({ price })
}

interface SummaryProps {
  readonly steps: readonly EditStep[]
  readonly quote: EditPlanQuote | null
  readonly view: EditPlanView | null
}

function Summary({ steps, quote, view }: SummaryProps): ReactNode {
  const on = steps.filter(({ isOn }) => isOn).length
  const done = view?.states.filter(({ state }) => state === 'done').length ?? 0
  if (view?.isRunning === true) return <Line text={messages.progress({ done, total: view.states.length })} />
  if (quote === null) return <Line text={messages.steps({ count: on })} />
  if (quote.missing > 0 || view === null || view.measured === null) {
    return (
      <Line text={[messages.missing({ count: quote.missing, total: on }), ...quote.admission.reasons].join(' · ')} />
    )
  }
  const { changedInside, changedOutside } = view.measured
  return (
    <Line
      text={messages.measured({
        inside: formatNumber(changedInside),
        outside: formatNumber(changedOutside),
      })}
    />
  )
}

function Line({ text }: { readonly text: string }): ReactNode {
  return (
    <p className="edit-plan-summary" role="status">
      {text}
    </p>
  )
}
