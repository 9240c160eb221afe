import { createHash } from 'node:crypto'
import type { PlannedStep, StepState, StepTry, TriedStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { dependenciesOf } from '../editing/order-steps.ts'

/** A step with its state, derived from what was tried. */
export interface ResolvedStep {
  readonly step: PlannedStep
  /** Steps it depends on, as indexes in ascending order. */
  readonly needs: readonly number[]
  readonly state: StepState['state']
  /** Identifies its result by everything that determines it; null = a step it depends on has none yet. */
  readonly key: string | null
  readonly tried: TriedStep | null
  readonly resultId: AssetId | null
  readonly problem: string | null
}

/** Derives the state of each step. A step with the same mask, settings and inputs has the result it had. */
export function resolveSteps(
  sourceId: AssetId,
  steps: readonly PlannedStep[],
  tried: readonly TriedStep[],
): readonly ResolvedStep[] {
  const byKey = new Map(tried.map((each) => [each.key, each]))
  const dependencies = dependenciesOf(steps)
  const resolved: ResolvedStep[] = []
  for (const [at, step] of steps.entries()) {
    const needs = dependencies[at]!
    const inputs = needs.map((needed) => resolved[needed]!)
    if (inputs.some(({ state }) => state !== 'done')) {
      const isBlocked = inputs.some(({ state }) => state === 'failed' || state === 'blocked')
      const state = isBlocked ? 'blocked' : 'waiting'
      resolved.push({ step, needs, state, key: null, tried: null, resultId: null, problem: null })
      continue
    }
    const key = keyOf(sourceId, step, inputs)
    const found = byKey.get(key) ?? null
    resolved.push({ step, needs, key, tried: found, ...outcomeOf(found) })
  }
  return resolved
}

function keyOf(sourceId: AssetId, step: PlannedStep, inputs: readonly ResolvedStep[]): string {
  const { mask, task, prompt, model, strength, take, growPx, featherPx } = step
  const own = [mask, task, prompt, model?.provider, model?.model, strength, take, growPx, featherPx]
  const { negativePrompt, seed, fillModel } = step
  // Results from before there were such settings keep their keys.
  const isPlain = negativePrompt === '' && seed === null && fillModel === null
  const settings = isPlain ? own : [...own, negativePrompt, seed, fillModel]
  return hashOf([sourceId, inputs.map(({ resultId }) => resultId), settings])
}

/** Identifies an image that several results are merged into. */
export function imageKeyOf(sourceId: AssetId, merged: readonly ResolvedStep[]): string {
  return hashOf([sourceId, merged.map(({ key, resultId }) => [key, resultId])])
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

function outcomeOf(tried: TriedStep | null): Pick<ResolvedStep, 'state' | 'resultId' | 'problem'> {
  if (tried === null) return { state: 'missing', resultId: null, problem: null }
  const { job } = tried
  if (job === null) return { state: 'failed', resultId: null, problem: tried.problem }
  if (job.state === 'queued' || job.state === 'running') return { state: job.state, resultId: null, problem: null }
  if (job.state === 'done' && !tried.hasResult) {
    return { state: 'failed', resultId: null, problem: messages.resultDeleted }
  }
  if (job.state !== 'done') {
    return { state: 'failed', resultId: null, problem: job.refusal?.words ?? job.error?.message ?? null }
  }
  // The image of such a job is the service's response as it is, of another size or content.
  if (job.warnings.some(({ code }) => code === 'layout-changed')) {
    return { state: 'failed', resultId: null, problem: messages.resultDoesNotMatch }
  }
  return { state: 'done', resultId: job.resultId, problem: null }
}

/** The latest try of a step that was tried. */
export function tryOf({ key, tried }: ResolvedStep): StepTry[] {
  return key === null ? [] : [{ key, jobId: tried?.job?.id ?? null }]
}

/**
 * Whether a click on Run makes a failed step again: nothing was paid for it, certainly, or its result was deleted. Never
 * without a click.
 */
export function canRunAgain({ state, tried }: ResolvedStep): boolean {
  if (state !== 'failed' || tried === null) return false
  const { job, hasResult } = tried
  if (job === null) return true
  if (job.state === 'done') return !hasResult
  return job.state !== 'refused' && job.isBilled === 'no'
}
