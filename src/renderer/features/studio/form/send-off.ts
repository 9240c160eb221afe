import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import { AppError, fromErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import type { Services } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { noneWhereCanceled, type SpendGate } from '../spend/create-spend-gate.ts'
import type { Submission } from '../submit-all.ts'
import { planItems, selectEntry, type Planner } from './create-planner.ts'
import type { GenerateState, Inpainter, ModelPick } from './derive-generate-state.ts'

export interface SendNeeds {
  readonly services: Pick<Services, 'client' | 'references'>
  readonly planner: Planner
  /** Checks spending limits and asks the user to confirm the cost. */
  readonly gate: SpendGate
  readonly canvas: () => CanvasSession | null
  /** The expanded requests for a model. @throws request/invalid if its prompt cannot be expanded */
  readonly expand: (pick: ModelPick) => readonly PlanRequest[]
  /** Runs the local part of the task, without a model (null) or by one for removal. */
  readonly runHere: (task: StudioTask, model: Inpainter | null) => Promise<readonly Submission[]>
}

/** One request of the click, and its model. */
interface Target {
  readonly who: string
  readonly request: PlanRequest
  readonly estimateUsd: number | null
}

/**
 * Sends everything selected and possible as one run, after a plan has checked each model's part, and the spending
 * limits, or the user, have allowed it.
 */
export async function sendOff(needs: SendNeeds, state: GenerateState): Promise<readonly Submission[]> {
  const { planner, canvas, gate, runHere } = needs
  if (state.disabledReason !== null) return []
  const picks = state.picks.filter(({ disabledReason, request }) => disabledReason === null && request !== null)
  planner.ask(planItems(state.picks, needs.services.references.store.getState().all))
  const isFromImage = picks.some(({ request }) => request?.sourceId !== null)
  // Mask and image are captured now, before the user continues to edit.
  const { inpainter = null, isInpainting, inpaintingDisabledReason } = state
  const [local, inpainted, maskPng, source] = await Promise.all([
    state.isLocal && state.localDisabledReason === null ? runHere(state.task, null) : [],
    isInpainting && inpaintingDisabledReason === null ? runHere(state.task, inpainter) : [],
    state.hasMask && picks.length > 0 ? (canvas()?.output.maskPng() ?? null) : null,
    isFromImage ? (canvas()?.output.compose() ?? null) : null,
    planner.settle(),
  ])
  const planned = picks.flatMap((pick) => plannedOf(needs, pick))
  const targets = planned.flatMap((each) => ('request' in each ? [each] : []))
  if (!(await gate.admits(targets.map(({ estimateUsd }) => estimateUsd)))) return []
  const failed = planned.flatMap((each) => ('error' in each ? [failedSubmission(each)] : []))
  return [
    ...local,
    ...inpainted,
    ...submissionsOf(needs, targets, { maskPng, sourceId: source?.assetId ?? null }),
    ...failed,
  ]
}

interface Failed {
  readonly who: string
  readonly error: unknown
}

function failedSubmission({ who, error }: Failed): Submission {
  return { who, submit: () => Promise.reject(error) }
}

/** All share one plan: they differ in prompt, seed and strength, which no price depends on. */
function plannedOf({ planner, expand }: SendNeeds, pick: ModelPick): readonly (Target | Failed)[] {
  const { card, request } = pick
  const who = card.label
  const entry = selectEntry(planner.store.getState(), request)
  if (entry !== null && entry.error !== null) return [{ who, error: entry.error }]
  const disabledReason = entry?.plan?.obstacles[0]
  if (disabledReason !== undefined || request === null) {
    return [{ who, error: new AppError('provider/unsupported', disabledReason ?? messages.nothingToSend) }]
  }
  const estimateUsd = entry?.plan?.estimate.usd ?? null
  return expand(pick).map((each) => ({ who, request: each, estimateUsd }))
}

interface Taken {
  readonly maskPng: Uint8Array | null
  readonly sourceId: AssetId | null
}

/** All go to the queue in one call; each reports its own outcome. */
function submissionsOf(
  { services: { client } }: SendNeeds,
  targets: readonly Target[],
  { maskPng, sourceId }: Taken,
): readonly Submission[] {
  const start = () =>
    client.call('jobs.run', {
      runId: crypto.randomUUID(),
      maskPng: maskPng as Uint8Array<ArrayBuffer> | null,
      requests: targets.map(({ request }) => ({
        ...request,
        // Computed from the mask itself once it is sent.
        maskBounds: null,
        sourceId: request.sourceId === null ? null : sourceId,
      })),
    })
  let run: ReturnType<typeof start> | undefined
  return targets.map(({ who }, at) => ({
    who,
    async submit(): Promise<JobId | null> {
      const outcome = (await (run ??= start().catch(noneWhereCanceled)))[at]
      if (outcome === undefined) return null
      if ('error' in outcome) throw fromErrorData(outcome.error)
      return outcome.ids[0] ?? null
    },
  }))
}
