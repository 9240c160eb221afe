import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useDeveloperName, useServices } from '../../client/index.ts'
import { isLocal } from './create-studio-store.ts'
import { formatBilled, formatRefusal } from './job-messages.ts'
import { useAttempts } from './use-attempts.ts'

/** Shown instead of a result. */
export interface CardMessage {
  readonly count: number
  readonly title: string
  /** The message of the service, or of the error. */
  readonly text: string
  /** The model, or the service if several of its models were used. */
  readonly model: string
  /** Whether it was billed, unless the text says so; other models that were tried. */
  readonly facts: readonly string[]
}

/** For jobs that failed, or were refused, for the same reason; `job` is the first of them. */
export function useMessage(job: JobSnapshot, jobs: readonly JobSnapshot[]): CardMessage {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const isOneModel = jobs.every((each) => each.model === job.model)
  const { title, text } =
    job.state === 'refused'
      ? { title: formatRefusal(job, provider ?? model), text: job.refusal === null ? '' : `“${job.refusal.words}”` }
      : describeError(job.error === null ? null : fromErrorData(job.error))
  const isFree = isLocal(job) || job.provider === 'local'
  const isBillingShown = isFree || (job.state === 'failed' && text.includes('billed'))
  return {
    count: jobs.length,
    title,
    text,
    model: isOneModel ? model : (provider ?? model),
    facts: [...(isBillingShown ? [] : [formatBilled(job.isBilled)]), ...(attempts === null ? [] : [attempts])],
  }
}
