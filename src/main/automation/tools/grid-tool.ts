import { access } from 'node:fs/promises'
import { z } from 'zod'
import type { GridPlan, GridView } from '../../../shared/domain/grid.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { fileExists } from '../../../shared/messages/en/cli.ts'
import * as gridMessages from '../../../shared/messages/en/cli-grid.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { noCost, wholeUsd } from '../../../shared/util/sum-costs.ts'
import { requireWithinCost } from '../generate/max-cost.ts'
import { badInput } from '../read-options.ts'
import { draftGrid, gridFields, type DraftedGrid } from '../scripts/grid-file.ts'
import { gridCostOf, reportedGrid, reportedGridSchema } from '../scripts/reported-grid.ts'
import { gridFormatOf, waitForGrid } from '../generate/wait-for-grid.ts'
import { captureRequest } from './images/capture-request.ts'
import { generationFields } from './generation-fields.ts'
import { editImageTool, generateImageTool, imageVariationsTool } from './generation-tools.ts'
import { toolWarningSchema } from './images/made-images.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'

const shownMost = 4

const input = z.strictObject({
  ...gridFields,
  output: z.string().min(1).max(1_000).optional().describe(messages.gridOutputField),
  cell_px: z.int().min(64).max(2_048).default(512).describe(messages.gridCellPxField),
  max_cost_usd: generationFields.max_cost_usd,
  estimate_only: generationFields.estimate_only,
})
type GridInput = z.output<typeof input>

const output = z.object({
  success: z.boolean(),
  grid: reportedGridSchema,
  /** The labelled grid as a file; null = none was asked for, or there is no image. */
  path: z.string().nullable(),
  warnings: z.array(toolWarningSchema),
  error: z.string().nullable(),
  error_code: z.string().nullable(),
})
type GridOutput = z.input<typeof output>

export const makeGridTool = defineTool({
  name: 'make_grid',
  title: messages.gridTitle,
  description: messages.gridDescription({
    example: exampleOf({
      parameters: { prompt: 'a red kite', provider: 'bfl' },
      x: { vary: 'prompt', find: 'red', values: ['red', 'blue'] },
      y: { vary: 'seed', values: '1-3' },
      output: 'kites.png',
      max_cost_usd: 1,
    }),
  }),
  input,
  output,
  isReadOnly: false,
  command: 'grid',
  shown: ({ grid }) => grid.cells.flatMap(({ image }) => image ?? []).slice(0, shownMost),
  async run(asked, context) {
    const file = asked.output === undefined ? null : await readOutput(asked.output, context)
    const drafted = await drawUp(asked, context)
    const plan = await context.services.grids.plan(drafted.draft, context.signal)
    if (asked.estimate_only) return estimated(drafted, plan)
    if (asked.max_cost_usd !== undefined) requireWithinCost(asked.max_cost_usd, plan)
    const { grid, isAborted } = await make(drafted, plan, context)
    const path = file !== null && grid.done > 0 ? file.path : null
    const missing = path === null ? [] : await write(grid, { ...file!, cellPx: asked.cell_px }, context)
    if (isAborted) throw AppError.cancelled()
    return made(grid, plan, { path, missing })
  },
})

const repeated = [generateImageTool, editImageTool, imageVariationsTool]

async function drawUp(asked: GridInput, context: ToolContext): Promise<DraftedGrid> {
  const tool = repeated.find(({ name }) => name === asked.tool)!
  return draftGrid(asked, await captureRequest(tool, asked.parameters, context), 'make_grid')
}

/** Nothing is replaced. @throws request/invalid, request/not-allowed, storage/exists before anything is paid for */
async function readOutput(name: string, { files }: ToolContext) {
  const format = gridFormatOf(name)
  if (format === undefined) throw badInput(gridMessages.formatUnknown({ file: name }))
  const path = await files.writable(name)
  const isTaken = await access(path).then(
    () => true,
    () => false,
  )
  if (isTaken) throw new AppError('storage/exists', fileExists({ file: name }))
  return { path, format }
}

/** Sends the cells and waits for them. Cancelling stops what has not been sent. @throws money/*, provider/* */
async function make({ draft, maskPng }: DraftedGrid, plan: GridPlan, context: ToolContext) {
  const { services, signal, approve } = context
  const admitted = await context.admit(plan)
  let paid = noCost
  try {
    const { id } = await services.grids.create(draft, maskPng, { ...(approve && { approve }) })
    admitted.queued()
    paid = { usd: plan.usd, unpriced: plan.unpriced }
    const report = (done: number, total: number) =>
      context.onProgress(done / total, gridMessages.progress({ done, total }))
    const grid = await waitForGrid(id, { grids: services.grids, signal, report })
    paid = gridCostOf(grid)
    return { grid, isAborted: signal.aborted }
  } finally {
    admitted.settle(paid)
  }
}

interface Written {
  readonly path: string
  readonly format: NonNullable<ReturnType<typeof gridFormatOf>>
  readonly cellPx: number
}

async function write({ id }: GridView, { path, ...options }: Written, { services }: ToolContext): Promise<string[]> {
  return (await services.grids.exportTo(id, path, options)).missingCharacters
}

function warningsOf({ warnings, skipped }: GridPlan): GridOutput['warnings'] {
  return [
    ...warnings.map(({ model, message }) => ({ code: 'grid', message: `${model}: ${message}` })),
    ...skipped.map(({ cells, reason }) => ({
      code: 'skipped',
      message: gridMessages.skipped({ cells: cells.length, reason }),
    })),
  ]
}

function estimated({ draft }: DraftedGrid, plan: GridPlan): GridOutput {
  const prices = { cost_estimate: wholeUsd(plan), cost: 0, unpriced: 0 }
  const grid = { id: null, name: draft.name, ...prices, axes: [], cells: [] }
  return { success: true, grid, path: null, warnings: warningsOf(plan), error: null, error_code: null }
}

function made(
  view: GridView,
  plan: GridPlan,
  { path, missing }: { readonly path: string | null; readonly missing: readonly string[] },
): GridOutput {
  const grid = { ...reportedGrid(view), cost_estimate: wholeUsd(plan) }
  const left = view.cells - view.done
  const characters = missing.length > 0 ? [{ code: 'missing-characters', message: missing.join(' ') }] : []
  return {
    success: left === 0,
    grid,
    path,
    warnings: [...warningsOf(plan), ...characters],
    error: left === 0 ? null : gridMessages.incomplete({ missing: left }),
    error_code: left === 0 ? null : 'provider/task-failed',
  }
}
