import type { Jobs } from '../../../src/main/jobs/jobs.ts'
import { partOf } from '../../support/part-of.ts'
import { sampleJob } from '../../support/window/sample-records.ts'
import { assetId, documentId, editPlanBatchId, editPlanId, gridId, jobId } from './sample-ids.ts'
import type { HandlerServices } from '../../../src/main/ipc/index.ts'
import type { Grids } from '../../../src/main/compare/grids.ts'
import type { EditPlans } from '../../../src/main/edit-plans/edit-plans.ts'
import type { EditPlanView, PlanBatchView } from '../../../src/shared/domain/edit-plan.ts'
import type { Comparisons } from '../../../src/main/compare/comparisons.ts'
import type { ModelValueService } from '../../../src/main/compare/value/create-model-value.ts'

const done = async () => undefined

const job = sampleJob(1, {
  id: jobId,
  documentId,
  assetId,
  callId: jobId,
  operation: 'generate',
  provider: 'fake',
  model: 'demo',
  prompt: 'a red kite',
  progress: null,
  resultId: assetId,
  wasSent: true,
})

export const jobs: Jobs = {
  fill: async () => ({ id: jobId }),
  generate: async () => ({ ids: [jobId] }),
  run: async () => [{ ids: [jobId] }, { error: { code: 'provider/unsupported', message: 'It cannot.' } }],
  retry: async () => ({ ids: [jobId] }),
  queue: {
    view: async () => ({
      isOnline: true,
      isPaused: false,
      lanes: [{ id: 'openai', label: 'OpenAI', isPaused: false, runningMax: 2, waitingUntilMs: null }],
      entries: [
        {
          callId: 'call',
          runId: null,
          jobIds: [jobId],
          documentId: null,
          assetId: null,
          lane: 'openai',
          model: 'gpt-image-2',
          operation: 'generate',
          prompt: 'a kite',
          pictures: 1,
          state: 'waiting',
          progress: null,
          endsAtMs: null,
          estimateUsd: 0.04,
          createdAtMs: 1,
          position: 1,
          note: null,
          isElsewhere: false,
        },
      ],
    }),
    setPaused: done,
    move: done,
    cancel: done,
    release: done,
    onChanged: () => () => undefined,
  },
  edits: {
    preview: async () => ({ url: `asset://preview/${jobId}/1`, box: { x: 0, y: 0, widthPx: 64, heightPx: 64 } }),
    reblend: async () => ({ id: jobId }),
    merge: async () => ({ id: jobId }),
    mergeParts: async () => ({ id: jobId }),
    keepFrame: async () => ({ id: jobId }),
    expand: async () => ({ id: jobId }),
  },
  expectFill: done,
  cancel: done,
  list: async () => [job],
  mask: async () => null,
  decide: async () => job,
  finished: async () => job,
  preview: () => null,
  recover: done,
  holdRuns: () => undefined,
  ofRuns: async () => [job],
  ofWork: async () => [job],
  resumeRuns: done,
  endUnsentOfAgents: async () => 0,
  onChanged: () => () => undefined,
  dispose: done,
}

const spent = { key: '2026-11-20', usd: 0.08, perhapsUsd: 0.04, unpriced: 1, attempts: 4, pictures: 2 }

export const ledger = partOf<HandlerServices['ledger']>({
  list: async () => ({
    entries: [
      {
        id: 7,
        atMs: 1,
        endedAtMs: 2,
        callId: 'call',
        runId: 'run',
        documentId,
        provider: 'openai',
        model: 'gpt-image-1',
        operation: 'edit',
        pictures: 2,
        picturesCame: 1,
        outcome: 'done',
        billed: 'yes',
        estimateUsd: 0.08,
        estimateAsOf: '2026-11-01',
        realUsd: 0.071,
        usage: { input_tokens: 120 },
        requestId: 'req-1',
        handle: null,
        words: null,
        startedBy: 'window',
      },
    ],
    isAll: true,
  }),
  spend: async () => [spent],
  totals: async () => ({ today: spent, month: { ...spent, key: '2026-11' } }),
  writeCsv: async () => 1,
  check: async () => ({ type: 'ask', reasons: ['Your limit for a day is $1.00.'] }),
})

export const comparisons: Comparisons = {
  measure: async () => ({
    widthPx: 2,
    heightPx: 1,
    isScaled: false,
    counts: [1, ...Array.from({ length: 254 }, () => 0), 1],
    ssim: 0.5,
    map: { widthPx: 2, heightPx: 1 },
  }),
  map: async () => new Uint8Array([0, 255]),
  vote: async () => ({ voteId: '1' }),
  undoVote: () => Promise.resolve(),
  ranking: async () => ({ players: [], comparisons: 0, others: 0, tags: [{ name: 'kite', count: 1 }] }),
  onVoted: () => () => undefined,
}

export const modelValue: ModelValueService = {
  read: async () => ({
    basis: 'votes',
    models: [
      {
        provider: 'openai',
        model: 'gpt-image-2',
        images: 3,
        kept: 2,
        costUsd: 0.04,
        reported: 2,
        estimated: 1,
        medianMs: 9_000,
        rating: { value: 1_560, low: 1_500, high: 1_620 },
        basisCount: 12,
        standing: 'front',
        dominatedBy: null,
      },
    ],
    draft: null,
    final: null,
    tasks: [{ name: 'fill', count: 3 }],
    tags: [{ name: 'kite', count: 1 }],
  }),
}

const gridSummary = { id: gridId, name: 'Seeds', cells: 4, done: 1, open: 0, createdAtMs: 1 }
const gridPlan: Awaited<ReturnType<Grids['plan']>> = {
  cells: 3,
  usd: 0.12,
  unpriced: 0,
  skipped: [{ reason: 'It cannot.', cells: [3] }],
  warnings: [{ model: 'Demo', message: 'No seed.', cells: 2 }],
  admission: { type: 'fine', reasons: [] },
}

export const grids: Grids = {
  list: async () => [gridSummary],
  view: async () => ({
    ...gridSummary,
    order: 'listed',
    prompt: 'a kite',
    axes: [
      { label: 'Seed', values: ['1', '2'] },
      { label: 'Steps', values: ['10', '20'] },
    ],
    states: [
      { cell: 0, job, problem: null, isGone: false },
      { cell: 3, job: null, problem: 'It cannot.', isGone: false },
    ],
  }),
  plan: async () => gridPlan,
  planCells: async () => gridPlan,
  create: async () => ({ id: gridId, queued: 3, skipped: 1 }),
  make: async () => ({ queued: 1, skipped: 0 }),
  stop: async () => 2,
  rename: done,
  remove: done,
  restore: done,
  exportTo: async () => ({ isReduced: true, missingCharacters: [] }),
  onChanged: () => () => undefined,
}

const editPlan: EditPlanView = {
  id: editPlanId,
  steps: [],
  isRunning: true,
  states: [{ id: 'step-1', state: 'running', job, resultId: null, problem: null }],
  resultId: assetId,
  measured: { changedInside: 10, changedOutside: 0 },
}

export const editPlans: EditPlans = {
  open: async () => editPlan,
  view: async () => editPlan,
  save: done,
  addMask: async () => ({ digest: 'a'.repeat(64), bounds: { x: 0, y: 0, widthPx: 8, heightPx: 8 } }),
  quote: async () => ({
    steps: [{ id: 'step-1', stage: 0, isDone: false, problem: null, usd: 0.04, warnings: ['No seed.'] }],
    missing: 1,
    usd: 0.04,
    unpriced: 0,
    admission: { type: 'fine', reasons: [] },
  }),
  run: done,
  stop: done,
  saveFile: done,
  openFile: async () => ({ name: 'Street', steps: [], warnings: ['The mask of “Sky” was scaled to the image.'] }),
  readFile: async () => ({ name: 'Street', steps: [], masks: new Map() }),
  ofDocuments: async () => [{ id: editPlanId, name: 'coffee', steps: [] }],
  recipeOf: async () => ({ name: 'Street', steps: [], masks: new Map() }),
  resumeRunning: done,
  onChanged: () => () => undefined,
}

const planBatch: PlanBatchView = {
  id: editPlanBatchId,
  name: 'Street',
  isRunning: true,
  active: 1,
  images: [
    {
      planId: editPlanId,
      sourceId: assetId,
      name: 'coffee',
      state: 'running',
      steps: [{ ...editPlan.states[0]!, name: 'Sky' }],
      resultId: null,
      problem: null,
      warnings: [],
    },
  ],
}

export const planBatches = partOf<HandlerServices['planBatches']>({
  prepare: async () => planBatch,
  view: async () => planBatch,
  latestOf: async () => planBatch,
  quote: async () => ({
    images: 1,
    steps: 1,
    usd: 0.04,
    unpriced: 0,
    uncertain: 1,
    warnings: ['No seed.'],
    admission: { type: 'fine', reasons: [] },
  }),
  start: done,
  stop: done,
  onChanged: () => () => undefined,
})
