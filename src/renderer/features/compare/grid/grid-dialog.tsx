import { useMemo, useState, useEffect } from 'react'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { GridDraft, GridOrder, GridVariable, GridPlan } from '../../../../shared/domain/grid.ts'
import type { GridId } from '../../../../shared/domain/ids.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { joinList, joinSentences } from '../../../../shared/messages/formats.ts'
import { countCells } from '../../../../shared/prompting/index.ts'
import { useFoundModel, useProviders, useServices, useWork, type CaptureSource } from '../../../client/index.ts'
import { findModel } from '../../../lib/models/model-ref.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { AxisField, variableLabels } from './axis-field.tsx'
import { blankAxis, readAxes, readAxis, type AxisForm } from './grid-draft.ts'
import './grid-dialog.css'
import { gridVariables, offeredVariables } from './offered-variables.ts'
import { formatMake, PlanSummary } from './plan-summary.tsx'

const orders = [
  { value: 'listed', label: messages.asListed },
  { value: 'cheapest', label: messages.cheapestFirst },
] as const

const axisLabels = [messages.columns, messages.rows, messages.pages]

interface GridDialogProps {
  /** The request of the form, which the grid varies. */
  readonly request: PlanRequest
  readonly capture: CaptureSource
  readonly onMade: (id: GridId) => void
  readonly onClose: () => void
}

/** Sets up a grid: what its axes vary, in which order it is made, and what it costs. */
export function GridDialog({ request, capture, onMade, onClose }: GridDialogProps) {
  const { client } = useServices()
  const work = useWork()
  const form = useGridForm(request)
  const { plan, isCurrent, error } = useGridPlan(form.draft)
  const canMake = form.draft !== null && isCurrent && plan !== null && plan.cells > 0 && !work.isBusy
  const make = () =>
    work.run(async () => {
      if (form.draft === null) return
      const { maskPng, sourceId } = await capture()
      const draft = { ...form.draft, request: { ...form.draft.request, sourceId } }
      const { id } = await client.call('grids.create', { draft, maskPng: maskPng as Uint8Array<ArrayBuffer> | null })
      onMade(id)
    })
  const footer = (
    <>
      <PlanLine form={form} isPlanning={form.draft !== null && !isCurrent} />
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" disabled={!canMake} onClick={() => void make()}>
        {plan === null || form.draft === null ? messages.makeLabel : formatMake(plan)}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.makeGridTitle} className="grid-dialog" footer={footer} onClose={onClose}>
      <div className="dialog-body grid-dialog-body">
        <TextField
          label={messages.name}
          placeholder={form.defaultName}
          maxLength={200}
          value={form.name}
          onChange={({ target }) => form.setName(target.value)}
        />
        <TextArea
          label={messages.prompt}
          rows={2}
          value={form.request.prompt}
          onChange={({ target }) => form.setPrompt(target.value)}
        />
        <div className="grid-axes">
          {axisLabels.map((label, at) => (
            <AxisField
              key={label}
              label={label}
              form={form.axes[at]!}
              reading={form.readings[at]!}
              request={form.request}
              offered={form.offered}
              onChange={(change) => form.changeAxis(at, change)}
            />
          ))}
        </div>
        <NotUsed request={form.request} offered={form.offered} />
        <SegmentedControl label={messages.order} options={orders} value={form.order} onChange={form.setOrder} />
        {form.sharesSeed && <p className="grid-hint">{messages.sharedSeed}</p>}
        {plan !== null && form.draft !== null && <PlanSummary plan={plan} />}
        <Problem error={error} problem={work.problem} />
      </div>
    </Dialog>
  )
}

/** Why something is not offered. */
function NotUsed({ request, offered }: { readonly request: PlanRequest; readonly offered: readonly GridVariable[] }) {
  const model = useFoundModel(request.provider, request.model)?.card.label ?? request.model
  const left = gridVariables.filter(
    (variable) => !offered.includes(variable) && (variable !== 'strength' || request.sourceId !== null),
  )
  if (left.length === 0) return null
  return (
    <p className="grid-hint">{messages.notUsed({ model, list: joinList(left.map((each) => variableLabels[each])) })}</p>
  )
}

function Problem({ error, problem }: { readonly error: unknown; readonly problem: string | null }) {
  const { describeError } = useServices()
  const text = problem ?? (error === null ? null : describeError(error).text)
  return text === null ? null : (
    <p className="grid-plan-limit" role="alert">
      {text}
    </p>
  )
}

/** How many images that makes, or why there are none. */
function PlanLine({ form, isPlanning }: { readonly form: GridForm; readonly isPlanning: boolean }) {
  const { draft, problem } = form
  const sizes = draft?.axes.map(({ values }) => values.length).join(' × ')
  const text = draft === null ? problem : countText(sizes ?? '', countCells(draft.axes), draft.axes.length)
  return (
    <span className="grid-dialog-count" role="status">
      {joinSentences(text, isPlanning && messages.planning)}
    </span>
  )
}

/** A product only where there is one. */
function countText(sizes: string, count: number, axes: number): string {
  return axes === 1 ? messages.imageCount({ count }) : messages.imagesOf({ sizes, count })
}

type GridForm = ReturnType<typeof useGridForm>

function useGridForm(given: PlanRequest) {
  const providers = useProviders()
  const [name, setName] = useState('')
  const [prompt, setPrompt] = useState(given.prompt)
  const [order, setOrder] = useState<GridOrder>('listed')
  const offeredBy = (models: readonly ModelRef[]) =>
    offeredVariables(
      given,
      models.map((each) => findModel(providers, each)?.card),
    )
  const [axes, setAxes] = useState<readonly AxisForm[]>(() => {
    const offered = offeredBy([given])
    const variable = offered.includes('seed') ? 'seed' : (offered[0] ?? null)
    return axisLabels.map((_, at) => ({ ...blankAxis(given), ...(at === 0 && { variable }) }))
  })
  const offered = offeredBy(axes.find(({ variable }) => variable === 'model')?.models ?? [given])
  const request = useMemo(() => ({ ...given, prompt }), [given, prompt])
  const readings = useMemo(() => axes.map((axis) => readAxis(axis, request)), [axes, request])
  const read = readAxes(readings)
  const count = 'axes' in read ? countCells(read.axes) : 0
  const defaultName = prompt.trim().slice(0, 80) || messages.defaultName({ count })
  const draft: GridDraft | null =
    'axes' in read ? { name: name.trim() || defaultName, request, axes: [...read.axes], order } : null
  const changeAxis = (at: number, change: Partial<AxisForm>) =>
    setAxes((before) => before.map((axis, index) => (index === at ? { ...axis, ...change } : axis)))
  const problem = 'problem' in read ? read.problem : null
  const sharesSeed = draft !== null && given.seed === null && !draft.axes.some(({ variable }) => variable === 'seed')
  const fields = {
    name,
    setName,
    defaultName,
    setPrompt,
    order,
    setOrder,
    axes,
    changeAxis,
    request,
    readings,
    offered,
  }
  return { ...fields, draft, problem, sharesSeed }
}

const quietMs = 250

interface PlannedGrid {
  /** Of the last draft that was planned; null = none yet. */
  readonly plan: GridPlan | null
  /** Whether it is of this draft. */
  readonly isCurrent: boolean
  readonly error: unknown
}

/** Plans a draft whenever it changes, after a pause in typing. */
function useGridPlan(draft: GridDraft | null): PlannedGrid {
  const { client } = useServices()
  const text = draft === null ? null : JSON.stringify(draft)
  const [planned, setPlanned] = useState<{ text: string; plan: GridPlan | null; error: unknown } | null>(null)
  useEffect(() => {
    if (text === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => {
      client.call('grids.plan', JSON.parse(text) as GridDraft, { signal }).then(
        (plan) => setPlanned({ text, plan, error: null }),
        (error: unknown) => signal.aborted || setPlanned({ text, plan: null, error }),
      )
    }, quietMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, text])
  if (text === null || planned === null) return { plan: null, isCurrent: false, error: null }
  return { plan: planned.plan, isCurrent: planned.text === text, error: planned.error }
}
